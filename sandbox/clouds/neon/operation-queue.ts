import type { Clock } from "../core/clock.ts";
import type {
  Endpoint,
  NeonRequest,
  NeonState,
  OperationAction,
  Outcome,
  ProjectOperation,
  ProjectState,
} from "./entities.ts";
import { isUnfinished } from "./store.ts";

/** What is left to do after a call was answered, in order. */
export interface Work {
  readonly action: OperationAction;
  readonly branchId?: string;
  readonly endpointId?: string;
}

/** Puts work behind what the project has to do, and answers it as the mutation's `operations`. */
export function scheduleOperations(held: ProjectState, { clock, ids }: NeonRequest, work: Work[]): ProjectOperation[] {
  const now = clock.iso();
  const made = work.map(
    ({ action, branchId, endpointId }): ProjectOperation => ({
      id: ids.uuid("operation"),
      project_id: held.project.id,
      ...(branchId && { branch_id: branchId }),
      ...(endpointId && { endpoint_id: endpointId }),
      action,
      status: "scheduling",
      failures_count: 0,
      created_at: now,
      updated_at: now,
      total_duration_ms: 0,
    }),
  );
  held.operations.push(...made);
  return made;
}

/** The work that makes roles and databases real. A compute that sleeps is woken for it and sent back. */
export function configureCompute(endpoint: Endpoint): Work[] {
  const target = { branchId: endpoint.branch_id, endpointId: endpoint.id };
  const apply: Work = { action: "apply_config", ...target };
  return endpoint.current_state === "idle" ? [apply, { action: "suspend_compute", ...target }] : [apply];
}

/** Moves the project's oldest unfinished operation one step: `scheduling`, `running`, `finished`. One poll is one step. */
export function advanceOperations(held: ProjectState, outcomes: Outcome[], clock: Clock): void {
  const operation = held.operations.find(isUnfinished);
  if (!operation) return;
  foundAt.delete(held);
  operation.updated_at = clock.iso();
  if (operation.status !== "running") {
    operation.status = "running";
    delete operation.retry_at;
    return;
  }
  operation.total_duration_ms = clock.epochMs() - Date.parse(operation.created_at);
  operation.status = outcomes.shift() ?? "finished";
  if (operation.status === "finished") {
    delete operation.error;
    settleTarget(held, operation);
    return;
  }
  operation.failures_count += 1;
  // guess: the text of an operation's error
  operation.error = `${operation.action} did not succeed`;
  if (operation.status === "failed") operation.retry_at = clock.iso(1);
}

/** How long nobody asks before everything is done, in milliseconds of the wall. Neon's own operations take seconds. */
const patience = 5000;

/** When a request last found work left to do. Known to this process alone. */
const foundAt = new WeakMap<ProjectState, number>();

/**
 * Finishes what nobody has polled for: a project made by a tool that does not wait is free after a few seconds. `now` is
 * the wall's time.
 */
export function finishInTime(state: NeonState, clock: Clock, now: number): void {
  for (const held of state.projects) {
    if (!held.operations.some(isUnfinished)) {
      foundAt.delete(held);
      continue;
    }
    const since = foundAt.get(held) ?? now;
    foundAt.set(held, since);
    if (now - since < patience) continue;
    while (held.operations.some(isUnfinished)) advanceOperations(held, state.outcomes, clock);
    foundAt.delete(held);
  }
}

/** Brings the branch or endpoint an operation worked on to the state it was heading for. */
function settleTarget(held: ProjectState, { action, branch_id, endpoint_id, updated_at }: ProjectOperation): void {
  if (action === "create_timeline" || action === "create_branch") {
    const branch = held.branches.find(({ id }) => id === branch_id);
    if (!branch?.pending_state) return;
    branch.current_state = branch.pending_state;
    branch.state_changed_at = updated_at;
    delete branch.pending_state;
    return;
  }
  const endpoint = held.endpoints.find(({ id }) => id === endpoint_id);
  if (!endpoint || (action !== "start_compute" && action !== "suspend_compute")) return;
  endpoint.current_state = action === "start_compute" ? "active" : "idle";
  endpoint[action === "start_compute" ? "started_at" : "suspended_at"] = updated_at;
  if (endpoint.pending_state === endpoint.current_state) delete endpoint.pending_state;
}
