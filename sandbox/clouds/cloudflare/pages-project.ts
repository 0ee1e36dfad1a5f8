import type { CloudResponse } from "../core/cloud.ts";
import { refuse } from "./envelope.ts";
import { type DeploymentConfigs, describeSlot } from "./pages-configs.ts";
import { describeDeployment, type PagesDeployment } from "./pages-deployment.ts";
import type { PagesDomain } from "./pages-domain.ts";
import { type CloudflareRequest, type Handle, type JsonObject, param } from "./state.ts";

export interface PagesProject {
  id: string;
  account: string;
  name: string;
  subdomain: string;
  production_branch: string;
  created_on: string;
  build_config: JsonObject;
  source: JsonObject | null;
  deployment_configs: DeploymentConfigs;
  domains: PagesDomain[];
  /** Oldest first. */
  deployments: PagesDeployment[];
  /** Number in the names of the scripts that run the project's functions. */
  number: number;
}

/** Runs `handle` with the project the path names, or answers 404/8000007. */
export function withProject(handle: (project: PagesProject, request: CloudflareRequest) => CloudResponse): Handle {
  return (request) => {
    const project = request.state.pagesProjects[`${param(request, "account")}/${param(request, "project")}`];
    const why = "The specified project name does not match any of your existing projects.";
    return project ? handle(project, request) : refuse(404, 8000007, `Project not found. ${why}`);
  };
}

/** The project as the API answers it. */
export function describeProject(project: PagesProject): object {
  const { account: _, number, domains, deployments, source, deployment_configs, ...rest } = project;
  const live = deployments.findLast(({ environment }) => environment === "production");
  const latest = deployments.at(-1);
  return {
    ...rest,
    ...(source && { source }),
    domains: [project.subdomain, ...domains.map(({ name }) => name)],
    deployment_configs: {
      preview: describeSlot(deployment_configs.preview),
      production: describeSlot(deployment_configs.production),
    },
    framework: "",
    framework_version: "",
    uses_functions: false,
    preview_script_name: `pages-worker--${number}-preview`,
    production_script_name: `pages-worker--${number}-production`,
    latest_deployment: latest ? describeDeployment(project, latest) : null,
    canonical_deployment: live ? describeDeployment(project, live) : null,
  };
}
