import { z } from "zod";
import { readBody } from "../body.ts";
import { createBranch } from "../branch.ts";
import { defineCall } from "../call.ts";
import { checkCompute, createEndpoint, defaultComputeOptions } from "../compute.ts";
import type { DefaultEndpointSettings, NeonRequest, Project, ProjectState } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { makeProjectId } from "../identifiers.ts";
import { scheduleOperations } from "../operation-queue.ts";
import { planOf } from "../plan.ts";
import { defaultSettings, mergeSettings, settingsBody } from "../project-settings.ts";
import { findOrganization } from "../store.ts";
import { annotationValue } from "./branch-creation.ts";
import { listConnectionUris } from "./connection-uri.ts";
import { createDatabase } from "./databases.ts";
import { checkHistory } from "./projects.ts";
import { findRegion } from "./regions.ts";
import { createRole, showRoleWithPassword } from "./roles.ts";

const newProject = z.object({
  name: z.string().min(1).max(256).exactOptional(),
  region_id: z.string().exactOptional(),
  pg_version: z.int().min(14).max(18).default(17),
  org_id: z.string().exactOptional(),
  store_passwords: z.boolean().default(true),
  history_retention_seconds: z.int().min(0).max(2_592_000).exactOptional(),
  provisioner: z.string().default("k8s-neonvm"),
  branch: z
    .object({
      name: z.string().min(1).max(256).default("main"),
      role_name: z.string().min(1).exactOptional(),
      database_name: z.string().min(1).default("neondb"),
      annotations: annotationValue.exactOptional(),
    })
    .prefault({}),
  default_endpoint_settings: defaultComputeOptions.default({}),
  settings: settingsBody.default({}),
});

// guess: reports differ on what a compute gets when nothing is sent
const defaultCompute: DefaultEndpointSettings = {
  autoscaling_limit_min_cu: 0.25,
  autoscaling_limit_max_cu: 0.25,
  suspend_timeout_seconds: 0,
};

const defaultHistorySeconds = 86_400;

export const projectCreationCalls = [
  defineCall("createProject", "POST", "/projects", (request) => {
    const { project: asked } = readBody(request, z.object({ project: newProject }));
    const project = makeProject(request, asked);
    const held: ProjectState = {
      project,
      rootBranchId: "",
      branches: [],
      endpoints: [],
      roles: [],
      databases: [],
      annotations: {},
      operations: [],
    };
    request.state.projects.push(held);
    const { name, database_name, role_name = `${database_name}_owner`, annotations } = asked.branch;
    const branch = createBranch(held, request, { name, ...(annotations && { annotation: annotations }) });
    branch.default = true;
    branch.primary = true;
    held.rootBranchId = branch.id;
    const role = createRole(held, branch, request, { name: role_name });
    createDatabase(held, branch, request, { name: database_name, owner_name: role_name });
    const endpoint = createEndpoint(held, branch, request, { type: "read_write" });
    const operations = scheduleOperations(held, request, [
      { action: "create_timeline", branchId: branch.id },
      { action: "start_compute", branchId: branch.id, endpointId: endpoint.id },
    ]);
    return {
      status: 201,
      body: {
        project,
        connection_uris: listConnectionUris(request.state, held, branch),
        roles: [showRoleWithPassword(request, role)],
        databases: held.databases,
        operations,
        branch,
        endpoints: held.endpoints,
      },
    };
  }),
];

/** The project as it was asked for, checked against organization, plan and region. Throws `Refusal`. */
function makeProject({ state, clock, ids }: NeonRequest, asked: z.infer<typeof newProject>): Project {
  const organization = findOrganization(state, asked.org_id);
  const plan = planOf(state);
  const region = findRegion(asked.region_id);
  const owned = state.projects.filter(({ project, deletedAt }) => project.org_id === organization.id && !deletedAt);
  if (owned.length >= plan.projects) {
    // guess: the status, and that a deleted project no longer counts
    throw new Refusal(422, "projects limit exceeded", "PROJECTS_LIMIT_EXCEEDED");
  }
  checkCompute(plan, asked.default_endpoint_settings, defaultCompute);
  const { autoscaling_limit_min_cu: min = defaultCompute.autoscaling_limit_min_cu } = asked.default_endpoint_settings;
  // guess: the history a project keeps when nothing is sent
  const history = asked.history_retention_seconds ?? Math.min(defaultHistorySeconds, plan.historyRetentionSeconds);
  checkHistory(plan, history);
  const id = makeProjectId(ids);
  const month = clock.iso().slice(0, 7);
  const nextMonth = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1));
  return {
    id,
    name: asked.name ?? id,
    platform_id: "aws",
    region_id: region.id,
    pg_version: asked.pg_version,
    proxy_host: region.proxyHost,
    provisioner: asked.provisioner,
    store_passwords: asked.store_passwords,
    history_retention_seconds: history,
    default_endpoint_settings: {
      ...defaultCompute,
      autoscaling_limit_max_cu: Math.max(min, defaultCompute.autoscaling_limit_max_cu),
      ...asked.default_endpoint_settings,
    },
    settings: mergeSettings(defaultSettings, asked.settings),
    branch_logical_size_limit: plan.branchSizeMiB,
    branch_logical_size_limit_bytes: plan.branchSizeMiB * 1024 * 1024,
    creation_source: "console",
    owner_id: organization.id,
    org_id: organization.id,
    cpu_used_sec: 0,
    active_time_seconds: 0,
    compute_time_seconds: 0,
    written_data_bytes: 0,
    data_transfer_bytes: 0,
    data_storage_bytes_hour: 0,
    consumption_period_start: `${month}-01T00:00:00Z`,
    consumption_period_end: nextMonth.toISOString().replace(".000Z", "Z"),
    created_at: clock.iso(),
    updated_at: clock.iso(),
  };
}
