import { z } from "zod";
import { readBody } from "../body.ts";
import { checkBranchLimits, checkName, createBranch, inheritRolesAndDatabases } from "../branch.ts";
import { readExpiry } from "../branch-expiry.ts";
import { defineCall } from "../call.ts";
import type { Branch, NeonRequest, ProjectState } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { makeLsn } from "../identifiers.ts";
import { scheduleOperations, type Work } from "../operation-queue.ts";
import { planOf } from "../plan.ts";
import { findReadyBranch, lockProject } from "../store.ts";

const restoreBody = z.object({
  source_branch_id: z.string(),
  source_lsn: z.string().exactOptional(),
  source_timestamp: z.iso.datetime({ offset: true }).exactOptional(),
  preserve_under_name: z.string().min(1).max(256).exactOptional(),
});

export const branchRestoreCalls = [
  defineCall("restoreBranch", "POST", "/projects/:project_id/branches/:branch_id/restore", (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const asked = readBody(request, restoreBody);
    const source = findReadyBranch(held, asked.source_branch_id);
    checkRestore(held, branch, asked);
    if (asked.preserve_under_name !== undefined) {
      checkName(held, asked.preserve_under_name);
      checkBranchLimits(held, planOf(request.state), branch.parent_id === undefined);
    }
    const backup =
      asked.preserve_under_name === undefined
        ? undefined
        : preserveBranch(held, branch, asked.preserve_under_name, request);
    rewindBranch(branch, source === branch ? (backup ?? source) : source, asked, request);
    if (source !== branch) inheritRolesAndDatabases(held, source, branch, request);
    const computes = held.endpoints.filter(({ branch_id }) => branch_id === branch.id);
    // guess: which operations a restore schedules
    const operations = scheduleOperations(held, request, [
      ...(backup ? [{ action: "create_branch", branchId: backup.id } satisfies Work] : []),
      { action: "create_branch", branchId: branch.id },
      ...computes.map(({ id }): Work => ({ action: "apply_config", branchId: branch.id, endpointId: id })),
    ]);
    return { status: 200, body: { branch, operations } };
  }),
];

function checkRestore(held: ProjectState, branch: Branch, asked: z.infer<typeof restoreBody>): void {
  const isOwnSource = asked.source_branch_id === branch.id;
  const hasChildren = held.branches.some(({ parent_id }) => parent_id === branch.id);
  // guess: the statuses and texts of both refusals
  if (isOwnSource && asked.source_lsn === undefined && asked.source_timestamp === undefined) {
    throw new Refusal(400, "source_lsn or source_timestamp is required to restore a branch to itself");
  }
  if ((isOwnSource || hasChildren) && asked.preserve_under_name === undefined) {
    throw new Refusal(422, "preserve_under_name is required");
  }
}

/** Keeps what the branch was under another name; that backup takes the branch's place in the tree, and its children. */
function preserveBranch(held: ProjectState, branch: Branch, name: string, request: NeonRequest): Branch {
  const { parent_id, parent_lsn } = branch;
  const backup = createBranch(held, request, {
    name,
    ...(parent_id !== undefined && { parentId: parent_id }),
    ...(parent_lsn !== undefined && { parentLsn: parent_lsn }),
    initSource: branch.init_source,
  });
  inheritRolesAndDatabases(held, branch, backup, request);
  for (const other of held.branches) if (other.parent_id === branch.id) other.parent_id = backup.id;
  if (held.rootBranchId === branch.id) held.rootBranchId = backup.id;
  return backup;
}

function rewindBranch(
  branch: Branch,
  parent: Branch,
  { source_lsn, source_timestamp }: z.infer<typeof restoreBody>,
  { clock, ids }: NeonRequest,
): void {
  const now = clock.iso();
  branch.parent_id = parent.id;
  branch.parent_lsn = source_lsn ?? makeLsn(ids);
  delete branch.parent_timestamp;
  if (source_timestamp !== undefined) branch.parent_timestamp = source_timestamp;
  branch.current_state = "resetting";
  branch.pending_state = "ready";
  branch.state_changed_at = now;
  branch.last_reset_at = now;
  branch.updated_at = now;
  // A reset restarts the time to live. Source: neon.com/docs/guides/branch-expiration.
  if (branch.ttl_interval_seconds !== undefined) {
    Object.assign(branch, readExpiry(clock.iso(branch.ttl_interval_seconds), clock));
  }
}
