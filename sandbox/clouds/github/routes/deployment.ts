import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, nodeId, notFound, refuse } from "../answer.ts";
import type { Deployment, GithubOperation, GithubRequest, Handle, Repository } from "../entities.ts";
import { withRepository } from "../store.ts";
import { describeAuthor } from "../views/owner.ts";
import { repositoryUrl } from "../views/repository.ts";

const list = "/repos/:owner/:repo/deployments";
const one = `${list}/:deployment`;

const newDeployment = z.object({
  ref: z.string().min(1),
  task: z.string().default("deploy"),
  environment: z.string().default("production"),
  description: z.string().nullable().default(null),
  payload: z.union([z.string(), z.record(z.string(), z.json())]).default({}),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
const newStatus = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  description: z.string().max(140).default(""),
  environment: z.string().optional(),
  environment_url: z.string().default(""),
  log_url: z.string().default(""),
});

export const deploymentOperations: readonly GithubOperation[] = [
  {
    name: "github.listDeployments",
    method: "GET",
    path: list,
    handle: withRepository((repository, request) => {
      const desired = ["ref", "task", "environment"].flatMap((key) => {
        const value = request.query.get(key);
        return value === null ? [] : [{ key, value }];
      });
      const found = repository.deployments.filter(({ fields }) => desired.every((w) => fields[w.key] === w.value));
      return answerPage(
        request,
        found.toReversed().map((deployment) => describeDeployment(request, repository, deployment)),
      );
    }),
  },
  { name: "github.createDeployment", method: "POST", path: list, handle: withRepository(createDeployment) },
  {
    name: "github.getDeployment",
    method: "GET",
    path: one,
    handle: withDeployment((deployment, repository, request) =>
      answer(200, describeDeployment(request, repository, deployment)),
    ),
  },
  {
    name: "github.listDeploymentStatuses",
    method: "GET",
    path: `${one}/statuses`,
    handle: withDeployment((deployment, repository, request) => {
      const statuses = deployment.statuses.toReversed();
      return answerPage(
        request,
        statuses.map((status) => describeStatus(request, repository, deployment, status)),
      );
    }),
  },
  { name: "github.createDeploymentStatus", method: "POST", path: `${one}/statuses`, handle: withDeployment(addStatus) },
];

function withDeployment(
  handle: (deployment: Deployment, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withRepository((repository, request) => {
    const deployment = repository.deployments.find(({ id }) => String(id) === param(request, "deployment"));
    return deployment ? handle(deployment, repository, request) : notFound();
  });
}

function createDeployment(repository: Repository, request: GithubRequest): CloudResponse {
  const body = newDeployment.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. ref is required.");
  const { production_environment = body.data.environment === "production", ...fields } = body.data;
  const now = request.clock.iso();
  const deployment: Deployment = {
    id: request.ids.number("deployment", 1_400_000_001),
    sha: digest(`commit on ${fields.ref}`).slice(0, 40),
    fields: { ...fields, production_environment },
    created_at: now,
    updated_at: now,
    statuses: [],
  };
  repository.deployments.push(deployment);
  return answer(201, describeDeployment(request, repository, deployment));
}

function addStatus(deployment: Deployment, repository: Repository, request: GithubRequest): CloudResponse {
  const body = newStatus.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. state is required.");
  const { environment = String(deployment.fields["environment"]), ...fields } = body.data;
  const id = request.ids.number("deployment status", 2_400_000_001);
  const status = { id, fields: { ...fields, environment }, created_at: request.clock.iso() };
  deployment.statuses.push(status);
  deployment.updated_at = status.created_at;
  return answer(201, describeStatus(request, repository, deployment, status));
}

function describeDeployment(request: GithubRequest, repository: Repository, deployment: Deployment): JsonObject {
  const { id, sha, fields, created_at, updated_at } = deployment;
  const repository_url = repositoryUrl(request, repository);
  const url = `${repository_url}/deployments/${id}`;
  return {
    id,
    node_id: nodeId("DE", id),
    url,
    sha,
    ...fields,
    original_environment: fields["environment"] ?? null,
    creator: describeAuthor(request),
    created_at,
    updated_at,
    statuses_url: `${url}/statuses`,
    repository_url,
  };
}

function describeStatus(
  request: GithubRequest,
  repository: Repository,
  deployment: Deployment,
  { id, fields, created_at }: Deployment["statuses"][number],
): JsonObject {
  const repository_url = repositoryUrl(request, repository);
  const deployment_url = `${repository_url}/deployments/${deployment.id}`;
  return {
    id,
    node_id: nodeId("DES", id),
    url: `${deployment_url}/statuses/${id}`,
    ...fields,
    target_url: fields["log_url"] ?? "",
    creator: describeAuthor(request),
    created_at,
    updated_at: created_at,
    deployment_url,
    repository_url,
  };
}
