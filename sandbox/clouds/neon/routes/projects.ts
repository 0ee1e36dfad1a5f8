import { z } from "zod";
import { readBody, readQuery } from "../body.ts";
import { defineCall } from "../call.ts";
import { checkCompute, defaultComputeOptions } from "../compute.ts";
import type { NeonRequest, ProjectState } from "../entities.ts";
import { notFound, Refusal } from "../errors.ts";
import { scheduleOperations, type Work } from "../operation-queue.ts";
import { takePage } from "../page.ts";
import { type Plan, planOf } from "../plan.ts";
import { mergeSettings, settingsBody } from "../project-settings.ts";
import { findOrganization, findProject, lockProject } from "../store.ts";

/** How long a deleted project can be had back. Source: `DELETE /projects/{project_id}` in Neon's OpenAPI document. */
const recoveryMs = 7 * 24 * 60 * 60 * 1000;

const listQuery = z.object({
  org_id: z.string().exactOptional(),
  search: z.string().default(""),
  recoverable: z.enum(["true", "false"]).default("false"),
  limit: z.coerce.number().int().min(1).max(400).default(10),
  cursor: z.string().exactOptional(),
});

const updateBody = z.object({
  project: z.object({
    name: z.string().min(1).max(256).exactOptional(),
    history_retention_seconds: z.int().min(0).max(2_592_000).exactOptional(),
    default_endpoint_settings: defaultComputeOptions.default({}),
    settings: settingsBody.default({}),
  }),
});

/** Throws 400 when the plan keeps less history. */
export function checkHistory({ historyRetentionSeconds: max }: Plan, asked: number): void {
  if (asked <= max) return;
  const detail = `requested_history_retention_seconds:"${asked}", max:"${max}"`;
  throw new Refusal(400, `requested history retention seconds exceeds allowed maximum; ${detail}`);
}

export const projectCalls = [
  defineCall("listProjects", "GET", "/projects", (request) => {
    const { org_id, search, recoverable, ...paging } = readQuery(request, listQuery);
    const organization = findOrganization(request.state, org_id);
    const isListed = recoverable === "true" ? isRecoverable : (held: ProjectState) => !held.deletedAt;
    // Deleted projects stay in the state, so that the place in it is a key.
    const listed = request.state.projects
      .map((held, place) => ({ held, place }))
      .filter(({ held: { project } }) => project.org_id === organization.id)
      .filter(({ held: { project } }) => project.id.includes(search) || project.name.includes(search))
      .filter(({ held }) => isListed(held, request));
    const page = takePage(
      listed,
      ({ place }) => String(place),
      ({ place }, key) => place > Number(key),
      paging,
    );
    const projects = page.items.map(({ held }) => showListItem(held, organization.name));
    const pagination = page.cursor && { pagination: { cursor: page.cursor } };
    return { status: 200, body: { projects, applications: {}, integrations: {}, ...pagination } };
  }),

  // Nobody else has an account here, so that nothing is ever shared.
  defineCall("listSharedProjects", "GET", "/projects/shared", () => ({ status: 200, body: { projects: [] } })),

  defineCall("getProject", "GET", "/projects/:project_id", (request) => {
    return { status: 200, body: { project: findProject(request).project } };
  }),

  defineCall("updateProject", "PATCH", "/projects/:project_id", (request) => {
    const held = lockProject(request);
    const { project } = held;
    const { project: asked } = readBody(request, updateBody);
    const plan = planOf(request.state);
    const history = asked.history_retention_seconds ?? project.history_retention_seconds;
    if (history !== project.history_retention_seconds) checkHistory(plan, history);
    checkCompute(plan, asked.default_endpoint_settings, project.default_endpoint_settings);
    const settings = mergeSettings(project.settings, asked.settings);
    const work: Work[] = [];
    if (history !== project.history_retention_seconds) work.push({ action: "apply_storage_config" });
    // Postgres restarts for logical replication: its computes are suspended.
    if (settings.enable_logical_replication && !project.settings.enable_logical_replication) {
      work.push(...suspendComputes(held));
    }
    project.name = asked.name ?? project.name;
    project.history_retention_seconds = history;
    // guess: the endpoints a project has keep what they have
    project.default_endpoint_settings = { ...project.default_endpoint_settings, ...asked.default_endpoint_settings };
    project.settings = settings;
    project.updated_at = request.clock.iso();
    return { status: 200, body: { project, operations: scheduleOperations(held, request, work) } };
  }),

  defineCall("deleteProject", "DELETE", "/projects/:project_id", (request) => {
    const held = lockProject(request);
    // guess: the status and the text
    if (held.branches.some((branch) => branch.protected)) {
      throw new Refusal(422, "cannot delete a project that has a protected branch");
    }
    held.deletedAt = request.clock.iso();
    return { status: 200, body: { project: held.project } };
  }),

  defineCall("recoverProject", "POST", "/projects/:project_id/recover", (request) => {
    const held = request.state.projects.find(({ project }) => project.id === request.params["project_id"]);
    if (!held || !isRecoverable(held, request)) throw notFound("project");
    delete held.deletedAt;
    return { status: 200, body: { project: held.project, branches: held.branches } };
  }),
];

function isRecoverable({ deletedAt }: ProjectState, { clock }: NeonRequest): boolean {
  return deletedAt !== undefined && clock.epochMs() - Date.parse(deletedAt) < recoveryMs;
}

function suspendComputes(held: ProjectState): Work[] {
  return held.endpoints
    .filter(({ current_state }) => current_state === "active")
    .map((endpoint) => {
      endpoint.pending_state = "idle";
      return { action: "suspend_compute", branchId: endpoint.branch_id, endpointId: endpoint.id };
    });
}

/** A list leaves out what was consumed, and adds the organization's name and what is known of a deletion. */
function showListItem({ project, deletedAt }: ProjectState, org_name: string) {
  const {
    active_time_seconds: active_time,
    compute_time_seconds: _compute,
    written_data_bytes: _written,
    data_transfer_bytes: _transfer,
    data_storage_bytes_hour: _storage,
    consumption_period_start: _start,
    consumption_period_end: _end,
    ...item
  } = project;
  const recoverable = deletedAt && {
    deleted_at: deletedAt,
    recoverable_until: new Date(Date.parse(deletedAt) + recoveryMs).toISOString().replace(".000Z", "Z"),
  };
  return { ...item, active_time, org_name, ...recoverable };
}
