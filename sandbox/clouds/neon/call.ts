import type { CloudResponse, Method, Operation } from "../core/cloud.ts";
import type { NeonRequest, NeonState } from "./entities.ts";
import { Refusal } from "./errors.ts";
import { finishInTime } from "./operation-queue.ts";
import { deleteExpiredBranches } from "./store.ts";

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
      finishInTime(request.state, request.clock, Date.now());
      try {
        return handle(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.toResponse(request.ids.uuid("request"));
      }
    },
  };
}
