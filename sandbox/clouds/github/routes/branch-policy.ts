import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, nodeId, notFound, refuse } from "../answer.ts";
import type { BranchPolicy, Environment, GithubOperation, GithubRequest, Handle, Repository } from "../entities.ts";
import { findEnvironment, withRepository } from "../store.ts";
import { repositoryUrl } from "../views/repository.ts";

const list = "/repos/:owner/:repo/environments/:environment/deployment-branch-policies";
const one = `${list}/:policy`;
const newPolicy = z.object({ name: z.string().min(1), type: z.enum(["branch", "tag"]).default("branch") });

export const branchPolicyOperations: readonly GithubOperation[] = [
  {
    name: "github.listBranchPolicies",
    method: "GET",
    path: list,
    handle: withEnvironment(({ branchPolicies }, request) => {
      const wrap = (shown: readonly unknown[]) => ({ total_count: branchPolicies.length, branch_policies: shown });
      return answerPage(request, branchPolicies.map(describePolicy), { wrap });
    }),
  },
  { name: "github.createBranchPolicy", method: "POST", path: list, handle: withRepository(createPolicy) },
  {
    name: "github.getBranchPolicy",
    method: "GET",
    path: one,
    handle: withPolicy((policy) => answer(200, describePolicy(policy))),
  },
  {
    name: "github.updateBranchPolicy",
    method: "PUT",
    path: one,
    handle: withPolicy((policy, _environment, request) => {
      const body = newPolicy.safeParse(request.body);
      if (!body.success) return refuse(422, "Invalid request. name is required.");
      policy.name = body.data.name;
      return answer(200, describePolicy(policy));
    }),
  },
  {
    name: "github.deleteBranchPolicy",
    method: "DELETE",
    path: one,
    handle: withPolicy(({ id }, environment) => {
      environment.branchPolicies = environment.branchPolicies.filter((policy) => policy.id !== id);
      return answer(204);
    }),
  },
];

function withEnvironment(handle: (environment: Environment, request: GithubRequest) => CloudResponse): Handle {
  return withRepository((repository, request) => {
    const environment = findEnvironment(repository, param(request, "environment"));
    return environment ? handle(environment, request) : notFound();
  });
}

function withPolicy(
  handle: (policy: BranchPolicy, environment: Environment, request: GithubRequest) => CloudResponse,
): Handle {
  return withEnvironment((environment, request) => {
    const policy = environment.branchPolicies.find(({ id }) => String(id) === param(request, "policy"));
    return policy ? handle(policy, environment, request) : notFound();
  });
}

/** 404 unless the environment has custom policies; 303 to the policy that already has the pattern. */
function createPolicy(repository: Repository, request: GithubRequest): CloudResponse {
  const environment = findEnvironment(repository, param(request, "environment"));
  if (!environment?.protection.deployment_branch_policy?.custom_branch_policies) return notFound();
  const body = newPolicy.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. name is required.");
  const { name, type } = body.data;
  const same = environment.branchPolicies.find((policy) => policy.name === name && policy.type === type);
  if (same) {
    const url = `${repositoryUrl(request, repository)}/environments/${encodeURIComponent(environment.name)}`;
    return answer(303, undefined, { location: `${url}/deployment-branch-policies/${same.id}` });
  }
  const policy: BranchPolicy = { id: request.ids.number("branch policy", 361_001), name, type };
  environment.branchPolicies.push(policy);
  return answer(200, describePolicy(policy));
}

function describePolicy({ id, name, type }: BranchPolicy): object {
  return { id, node_id: nodeId("GBP", id), name, type };
}
