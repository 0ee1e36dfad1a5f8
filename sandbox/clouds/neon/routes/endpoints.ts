import { z } from "zod";
import { readBody } from "../body.ts";
import { defineCall } from "../call.ts";
import { checkCompute, checkSinglePrimary, computeOptions, createEndpoint, newComputeOptions } from "../compute.ts";
import type { Endpoint, NeonRequest } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { configureCompute, scheduleOperations, type Work } from "../operation-queue.ts";
import { planOf } from "../plan.ts";
import { findBranch, findEndpoint, findProject, findReadyBranch, lockProject } from "../store.ts";

const createBody = z.object({
  endpoint: newComputeOptions.extend({ branch_id: z.string(), region_id: z.string().exactOptional() }),
});

const updateBody = z.object({
  endpoint: computeOptions.extend({
    disabled: z.boolean().exactOptional(),
    name: z.string().min(1).max(64).exactOptional(),
  }),
});

export const endpointCalls = [
  defineCall("createEndpoint", "POST", "/projects/:project_id/endpoints", (request) => {
    const held = lockProject(request);
    const { endpoint: asked } = readBody(request, createBody);
    const branch = findReadyBranch(held, asked.branch_id);
    if (asked.region_id !== undefined && asked.region_id !== held.project.region_id) {
      // guess: the status and the text
      throw new Refusal(422, "the endpoint must be in the project's region");
    }
    checkCompute(planOf(request.state), asked, held.project.default_endpoint_settings);
    const present = held.endpoints.filter(({ branch_id }) => branch_id === branch.id);
    checkSinglePrimary(present, [asked]);
    const endpoint = createEndpoint(held, branch, request, asked);
    const operations = scheduleOperations(held, request, [work("start_compute", endpoint)]);
    return { status: 201, body: { endpoint, operations } };
  }),

  defineCall("listEndpoints", "GET", "/projects/:project_id/endpoints", (request) => {
    return { status: 200, body: { endpoints: findProject(request).endpoints } };
  }),

  defineCall("listBranchEndpoints", "GET", "/projects/:project_id/branches/:branch_id/endpoints", (request) => {
    const held = findProject(request);
    const { id } = findBranch(held, request.params["branch_id"]);
    return { status: 200, body: { endpoints: held.endpoints.filter(({ branch_id }) => branch_id === id) } };
  }),

  defineCall("getEndpoint", "GET", "/projects/:project_id/endpoints/:endpoint_id", (request) => {
    const endpoint = findEndpoint(findProject(request), request.params["endpoint_id"]);
    return { status: 200, body: { endpoint } };
  }),

  defineCall("updateEndpoint", "PATCH", "/projects/:project_id/endpoints/:endpoint_id", (request) => {
    const held = lockProject(request);
    const endpoint = findEndpoint(held, request.params["endpoint_id"]);
    const { endpoint: asked } = readBody(request, updateBody);
    checkCompute(planOf(request.state), asked, endpoint);
    const disables = asked.disabled === true && endpoint.current_state === "active";
    // guess: `settings` replaces what was there
    Object.assign(endpoint, asked, { updated_at: request.clock.iso() });
    // A minimum above the old maximum, sent alone, lifts the maximum with it.
    endpoint.autoscaling_limit_max_cu = Math.max(endpoint.autoscaling_limit_min_cu, endpoint.autoscaling_limit_max_cu);
    if (disables) endpoint.pending_state = "idle";
    const change = disables ? [work("suspend_compute", endpoint)] : configureCompute(endpoint);
    return { status: 200, body: { endpoint, operations: scheduleOperations(held, request, change) } };
  }),

  defineCall("deleteEndpoint", "DELETE", "/projects/:project_id/endpoints/:endpoint_id", (request) => {
    const held = lockProject(request);
    const endpoint = held.endpoints.find(({ id }) => id === request.params["endpoint_id"]);
    if (!endpoint) return { status: 204 };
    if (findBranch(held, endpoint.branch_id).protected) {
      // guess: the status and the text
      throw new Refusal(422, "cannot delete the endpoint of a protected branch");
    }
    held.endpoints = held.endpoints.filter(({ id }) => id !== endpoint.id);
    const operations = scheduleOperations(held, request, [work("suspend_compute", endpoint)]);
    return { status: 200, body: { endpoint: { ...endpoint, pending_state: "idle" }, operations } };
  }),

  defineCall("startEndpoint", "POST", "/projects/:project_id/endpoints/:endpoint_id/start", (request) =>
    moveEndpoint(request, "active", (endpoint) =>
      endpoint.current_state === "active" ? [] : [work("start_compute", endpoint)],
    ),
  ),

  defineCall("suspendEndpoint", "POST", "/projects/:project_id/endpoints/:endpoint_id/suspend", (request) =>
    moveEndpoint(request, "idle", (endpoint) =>
      endpoint.current_state === "idle" ? [] : [work("suspend_compute", endpoint)],
    ),
  ),

  defineCall("restartEndpoint", "POST", "/projects/:project_id/endpoints/:endpoint_id/restart", (request) =>
    moveEndpoint(request, "active", (endpoint) => [work("suspend_compute", endpoint), work("start_compute", endpoint)]),
  ),
];

function work(action: "start_compute" | "suspend_compute", { id, branch_id }: Endpoint): Work {
  return { action, branchId: branch_id, endpointId: id };
}

function moveEndpoint(request: NeonRequest, to: "active" | "idle", planWork: (endpoint: Endpoint) => Work[]) {
  const held = lockProject(request);
  const endpoint = findEndpoint(held, request.params["endpoint_id"]);
  // Only an operation that ended in an error leaves an endpoint in transition once the lock is gone.
  if (endpoint.pending_state && to === "idle") {
    throw new Refusal(423, "endpoint is in some transitive state, could not suspend");
  }
  const operations = scheduleOperations(held, request, planWork(endpoint));
  if (operations.length > 0) endpoint.pending_state = to;
  return { status: 200, body: { endpoint, operations } };
}
