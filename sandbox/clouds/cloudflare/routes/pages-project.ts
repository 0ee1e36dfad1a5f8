import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import type { Ids } from "../../core/ids.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, CloudflareRequest, DeploymentConfigs, PagesProject } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";
import { withProject } from "../store.ts";
import { describeDeployment } from "./pages-deployment.ts";
import { describeSlot, emptySlot, mergeSlot, slotNames } from "./pages-slot.ts";
import { completeSource } from "./pages-source.ts";

const list = "/accounts/:account/pages/projects";
const one = "/accounts/:account/pages/projects/:project";

const nullableText = z.string().nullable();
const settings = z.object({
  production_branch: z.string(),
  build_config: z
    .object({
      build_caching: z.boolean().nullable(),
      build_command: nullableText,
      destination_dir: nullableText,
      root_dir: nullableText,
      web_analytics_tag: nullableText,
      web_analytics_token: nullableText,
    })
    .partial(),
  source: z.object({ type: z.enum(["github", "gitlab"]), config: z.record(z.string(), z.json()) }),
  deployment_configs: z.partialRecord(z.enum(slotNames), z.record(z.string(), z.json())),
});
const changedProject = settings.partial();
const newProject = changedProject.extend({ name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?$/) });

export const pagesProjectOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.listPagesProjects",
    method: "GET",
    path: list,
    handle: (request) => {
      const projects = Object.values(request.state.pagesProjects);
      const own = projects.filter(({ account }) => account === param(request, "account"));
      return answerPage(own.map(describeProject), request.query);
    },
  },
  { name: "cloudflare.createPagesProject", method: "POST", path: list, handle: createProject },
  {
    name: "cloudflare.getPagesProject",
    method: "GET",
    path: one,
    handle: withProject((project) => answer(describeProject(project))),
  },
  { name: "cloudflare.updatePagesProject", method: "PATCH", path: one, handle: withProject(updateProject) },
  {
    name: "cloudflare.deletePagesProject",
    method: "DELETE",
    path: one,
    handle: withProject((project, { state }) => {
      delete state.pagesProjects[`${project.account}/${project.name}`];
      return answer(null);
    }),
  },
];

function createProject(request: CloudflareRequest): CloudResponse {
  const { state, ids, clock } = request;
  const body = newProject.safeParse(request.body);
  if (!body.success) return refuse(400, 8000000, "The project name or settings are invalid.");
  const { name, ...change } = body.data;
  const account = param(request, "account");
  const key = `${account}/${name}`;
  // 409 and 400 were both met; the code is the same.
  if (state.pagesProjects[key]) return refuse(409, 8000002, "A project with this name already exists.");
  if (!change.production_branch) return refuse(400, 8000033, "You must set a production branch.");
  const project: PagesProject = {
    id: ids.uuid("pages project"),
    account,
    name,
    subdomain: freeSubdomain(name, request),
    production_branch: change.production_branch,
    created_on: clock.iso(),
    build_config: { web_analytics_tag: null, web_analytics_token: null },
    source: null,
    deployment_configs: { preview: emptySlot(clock), production: emptySlot(clock) },
    domains: [],
    deployments: [],
    number: ids.number("pages script", 4_000_001),
  };
  const problem = changeProject(project, change, ids);
  if (problem) return refuse(400, 8000000, problem);
  state.pagesProjects[key] = project;
  return answer(describeProject(project));
}

function updateProject(project: PagesProject, { body, ids }: CloudflareRequest): CloudResponse {
  const change = changedProject.safeParse(body ?? {});
  if (!change.success) return refuse(400, 8000000, "The project settings are invalid.");
  const problem = changeProject(project, change.data, ids);
  return problem ? refuse(400, 8000000, problem) : answer(describeProject(project));
}

/** Merges the change into the project: all of it or, when it answers a problem, nothing. */
function changeProject(project: PagesProject, change: z.infer<typeof changedProject>, ids: Ids): string | undefined {
  const slots: Partial<DeploymentConfigs> = {};
  for (const name of slotNames) {
    const merged = mergeSlot(project.deployment_configs[name], change.deployment_configs?.[name] ?? {});
    if ("problem" in merged) return `deployment_configs.${name}: ${merged.problem}`;
    slots[name] = merged.slot;
  }
  Object.assign(project.deployment_configs, slots);
  Object.assign(project.build_config, change.build_config);
  if (change.production_branch) project.production_branch = change.production_branch;
  if (change.source) project.source = completeSource(project, change.source, ids);
  return undefined;
}

/** Host names are shared by all accounts: a name that is taken gets a suffix (Pages docs, Preview deployments). */
function freeSubdomain(name: string, { state, ids }: CloudflareRequest): string {
  const taken = Object.values(state.pagesProjects).map(({ subdomain }) => subdomain);
  const desired = `${name}.pages.dev`;
  return taken.includes(desired) ? `${name}-${ids.slug("subdomain", 3)}.pages.dev` : desired;
}

/** The project as the API answers it. */
function describeProject(project: PagesProject): object {
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
