import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, notFound, refuse } from "../answer.ts";
import type { Environment, GithubOperation, GithubRequest, Repository } from "../entities.ts";
import { findEnvironment, withRepository } from "../store.ts";
import { describeEnvironment } from "../views/environment.ts";

const list = "/repos/:owner/:repo/environments";
const one = `${list}/:environment`;

export const environmentOperations: readonly GithubOperation[] = [
  {
    name: "github.listEnvironments",
    method: "GET",
    path: list,
    handle: withRepository((repository, request) => {
      const all = repository.environments.map((environment) => describeEnvironment(request, repository, environment));
      return answerPage(request, all, { wrap: (environments) => ({ total_count: all.length, environments }) });
    }),
  },
  {
    name: "github.getEnvironment",
    method: "GET",
    path: one,
    handle: withRepository((repository, request) => {
      const environment = findEnvironment(repository, param(request, "environment"));
      return environment ? answer(200, describeEnvironment(request, repository, environment)) : notFound();
    }),
  },
  { name: "github.putEnvironment", method: "PUT", path: one, handle: withRepository(putEnvironment) },
  {
    name: "github.deleteEnvironment",
    method: "DELETE",
    path: one,
    handle: withRepository((repository, request) => {
      const environment = findEnvironment(repository, param(request, "environment"));
      if (!environment) return notFound();
      // Its secrets, variables and policies go with it.
      repository.environments = repository.environments.filter(({ id }) => id !== environment.id);
      return answer(204);
    }),
  },
];

/** Creates or overwrites, without a sign of which. */
function putEnvironment(repository: Repository, request: GithubRequest): CloudResponse {
  const name = param(request, "environment");
  if (name.length > 255) return refuse(422, "The environment name may not exceed 255 characters.");
  const body = protection.safeParse(request.body ?? {});
  if (!body.success) {
    const [issue] = body.error.issues;
    return refuse(422, `Validation Failed: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const environment = findEnvironment(repository, name) ?? addEnvironment(repository, name, request);
  Object.assign(environment, { protection: body.data, updated_at: request.clock.iso() });
  return answer(200, describeEnvironment(request, repository, environment));
}

function addEnvironment(repository: Repository, name: string, { ids, clock }: GithubRequest): Environment {
  const environment: Environment = {
    id: ids.number("environment", 161_000_001),
    name,
    created_at: clock.iso(),
    updated_at: clock.iso(),
    protection: protection.parse({}),
    ruleIds: {
      wait_timer: ids.number("protection rule", 3_001),
      required_reviewers: ids.number("protection rule", 3_001),
      branch_policy: ids.number("protection rule", 3_001),
    },
    branchPolicies: [],
    privateKey: Buffer.from(ids.hex("private key", 64), "hex").toString("base64"),
    secrets: {},
    variables: {},
  };
  repository.environments.push(environment);
  return environment;
}

/** What a PUT states. Each one states everything: what it leaves out is off. */
export const protection = z.object({
  wait_timer: z.number().int().min(0).max(43200).default(0),
  prevent_self_review: z.boolean().default(false),
  /** `null` is what the provider sends for none; whether the live API then clears them, no public source says. */
  reviewers: z
    .array(z.object({ type: z.enum(["User", "Team"]), id: z.number().int() }))
    .max(6)
    .nullish()
    .transform((reviewers) => reviewers ?? []),
  /** In the live API and in the provider, though not in GitHub's OpenAPI document. */
  can_admins_bypass: z.boolean().default(true),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .refine((policy) => policy.protected_branches !== policy.custom_branch_policies)
    .nullable()
    .default(null),
});
