import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, CloudflareRequest, Handle, PagesDeployment, PagesProject } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";
import { withProject } from "../store.ts";
import { describeEnvVars } from "./pages-slot.ts";

const list = "/accounts/:account/pages/projects/:project/deployments";

export const pagesDeploymentOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.listPagesDeployments",
    method: "GET",
    path: list,
    handle: withProject((project, { query }) => {
      const env = query.get("env");
      const desired = project.deployments.filter(({ environment }) => env === null || environment === env);
      return answerPage(
        desired.toReversed().map((deployment) => describeDeployment(project, deployment)),
        query,
        25,
      );
    }),
  },
  { name: "cloudflare.createPagesDeployment", method: "POST", path: list, handle: createDeployment },
  {
    name: "cloudflare.getPagesDeployment",
    method: "GET",
    path: `${list}/:deployment`,
    handle: withDeployment((project, deployment) => answer(describeDeployment(project, deployment))),
  },
  {
    name: "cloudflare.retryPagesDeployment",
    method: "POST",
    path: `${list}/:deployment/retry`,
    handle: withDeployment((project, { metadata }, request) => addDeployment(project, metadata, request)),
  },
];

function withDeployment(
  handle: (project: PagesProject, deployment: PagesDeployment, request: CloudflareRequest) => CloudResponse,
): Handle {
  return withProject((project, request) => {
    const deployment = project.deployments.find(({ id }) => id === param(request, "deployment"));
    if (deployment) return handle(project, deployment, request);
    return refuse(404, 8000009, "Deployment not found.");
  });
}

/** Takes the form's plain fields; the files beside them are not kept, nothing is built and nothing is served. */
async function createDeployment(request: CloudflareRequest): Promise<CloudResponse> {
  const form = await readForm(request);
  const text = (name: string, otherwise: string): string => {
    const value = form?.get(name);
    return typeof value === "string" ? value : otherwise;
  };
  return withProject((project) =>
    addDeployment(
      project,
      {
        branch: text("branch", project.production_branch),
        commit_hash: text("commit_hash", ""),
        commit_message: text("commit_message", ""),
        commit_dirty: text("commit_dirty", "false") === "true",
      },
      request,
    ),
  )(request);
}

async function readForm({ body, headers }: CloudflareRequest): Promise<FormData | undefined> {
  if (typeof body !== "string") return undefined;
  const response = new Response(body, { headers: { "content-type": headers["content-type"]?.toString() ?? "" } });
  return response.formData().catch(() => undefined);
}

function addDeployment(project: PagesProject, metadata: JsonObject, request: CloudflareRequest): CloudResponse {
  const environment = metadata["branch"] === project.production_branch ? "production" : "preview";
  const deployment: PagesDeployment = {
    id: request.ids.uuid("pages deployment"),
    created_on: request.clock.iso(),
    environment,
    metadata,
    envVars: project.deployment_configs[environment].envVars,
  };
  project.deployments.push(deployment);
  return answer(describeDeployment(project, deployment));
}

const stages = ["queued", "initialize", "clone_repo", "build", "deploy"];

/** The deployment as the API answers it: nothing is built here, so every stage is over at once. */
export function describeDeployment(project: PagesProject, deployment: PagesDeployment): object {
  const { id, created_on, environment, metadata, envVars } = deployment;
  const short_id = id.slice(0, 8);
  const alias = String(metadata["branch"])
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const all = stages.map((name) => ({ name, status: "success", started_on: created_on, ended_on: created_on }));
  return {
    id,
    short_id,
    project_id: project.id,
    project_name: project.name,
    environment,
    url: `https://${short_id}.${project.subdomain}`,
    aliases: environment === "preview" ? [`https://${alias}.${project.subdomain}`] : null,
    created_on,
    modified_on: created_on,
    latest_stage: all.at(-1),
    stages: all,
    deployment_trigger: { type: project.source ? "github:push" : "ad_hoc", metadata },
    build_config: project.build_config,
    ...(project.source && { source: project.source }),
    env_vars: describeEnvVars(envVars),
    is_skipped: false,
    uses_functions: false,
  };
}
