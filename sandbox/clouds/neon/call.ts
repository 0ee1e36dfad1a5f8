import type { CloudResponse, Method, Operation } from "../core/cloud.ts";
import { deleteExpiredBranches } from "./branch-expiry.ts";
import { branchNotReady, notFound, projectLocked, Refusal } from "./errors.ts";
import { isUnfinished } from "./operation-queue.ts";
import type { Branch, Endpoint, NeonRequest, NeonState, ProjectState } from "./state.ts";

/**
 * One call under `/api/v2`. `path` is relative to it. A `Refusal` thrown by `handle` becomes Neon's error body.
 */
export function defineCall(
  name: string,
  method: Method,
  path: string,
  handle: (request: NeonRequest) => CloudResponse,
): Operation<NeonState> {
  return {
    name: `neon.${name}`,
    method,
    path: `/api/v2${path}`,
    handle: (request) => {
      deleteExpiredBranches(request.state, request.clock);
      try {
        return handle(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.toResponse(request.ids.uuid("request"));
      }
    },
  };
}

/** The project a path names. Throws 404. */
export function findProject({ state, params }: NeonRequest): ProjectState {
  const found = state.projects.find(({ project, deletedAt }) => project.id === params["project_id"] && !deletedAt);
  if (!found) throw notFound("project");
  return found;
}

/** The project a mutation names. Throws 404, or 423 while any operation of the project is unfinished. */
export function lockProject(request: NeonRequest): ProjectState {
  const held = findProject(request);
  if (held.operations.some(isUnfinished)) throw projectLocked;
  return held;
}

/** The branch with this id. Throws 404. */
export function findBranch(held: ProjectState, id: string | undefined): Branch {
  const found = held.branches.find((branch) => branch.id === id);
  if (!found) throw notFound("branch");
  return found;
}

/** The branch a mutation works on. Throws 404, or 422 while it is still being made. */
export function findReadyBranch(held: ProjectState, id: string | undefined): Branch {
  const branch = findBranch(held, id);
  if (branch.current_state === "init") throw branchNotReady;
  return branch;
}

/** The endpoint with this id. Throws 404. */
export function findEndpoint(held: ProjectState, id: string | undefined): Endpoint {
  const found = held.endpoints.find((endpoint) => endpoint.id === id);
  if (!found) throw notFound("endpoint");
  return found;
}

/** The branch's one read_write endpoint. */
export function findPrimaryEndpoint(held: ProjectState, branchId: string): Endpoint | undefined {
  return held.endpoints.find((endpoint) => endpoint.branch_id === branchId && endpoint.type === "read_write");
}
