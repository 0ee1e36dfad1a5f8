import { describeEnvVars, type Slot } from "./pages-configs.ts";
import type { PagesProject } from "./pages-project.ts";
import type { JsonObject } from "./state.ts";

export interface PagesDeployment {
  id: string;
  created_on: string;
  environment: "preview" | "production";
  /** `branch`, `commit_hash`, `commit_message`, `commit_dirty`. */
  metadata: JsonObject;
  /** The project's variables at the time: a later change does not reach a deployment that exists. */
  envVars: Slot["envVars"];
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
