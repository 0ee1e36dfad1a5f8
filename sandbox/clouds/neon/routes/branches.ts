import { z } from "zod";
import { readBody, readQuery } from "../body.ts";
import { checkName, checkProtectedLimit } from "../branch.ts";
import { checkMayExpire, readExpiry } from "../branch-expiry.ts";
import { defineCall } from "../call.ts";
import type { Branch, ProjectState } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { scheduleOperations, type Work } from "../operation-queue.ts";
import { takePage } from "../page.ts";
import { planOf } from "../plan.ts";
import { findBranch, findProject, findReadyBranch, lockProject, removeBranch } from "../store.ts";

const listQuery = z.object({
  search: z.string().default(""),
  sort_by: z.enum(["name", "created_at", "updated_at"]).default("updated_at"),
  sort_order: z.enum(["asc", "desc"]).default("desc"),
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
  cursor: z.string().exactOptional(),
});

const updateBody = z.object({
  branch: z.object({
    name: z.string().min(1).max(256).exactOptional(),
    protected: z.boolean().exactOptional(),
    expires_at: z.string().nullable().exactOptional(),
  }),
});

const collection = "/projects/:project_id/branches";

export const branchCalls = [
  defineCall("listBranches", "GET", collection, (request) => {
    const held = findProject(request);
    const { search, sort_by, sort_order, limit, cursor } = readQuery(request, listQuery);
    // The id stands behind the sorted value, so that equal values have an order too.
    const keyOf = (branch: Branch) => `${branch[sort_by]} ${branch.id}`;
    const isBefore = (a: string, b: string) => (sort_order === "asc" ? a < b : a > b);
    const sorted = searchBranches(held, search).sort((a, b) => (isBefore(keyOf(a), keyOf(b)) ? -1 : 1));
    const page = takePage(sorted, keyOf, (branch, key) => isBefore(key, keyOf(branch)), {
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    const annotated = page.items.flatMap(({ id }) => {
      const annotation = held.annotations[id];
      return annotation ? [[id, annotation] as const] : [];
    });
    const next = page.isLast ? undefined : page.cursor;
    return {
      status: 200,
      body: {
        branches: page.items,
        annotations: Object.fromEntries(annotated),
        pagination: { ...(next && { next }), sort_by, sort_order: sort_order.toUpperCase() },
      },
    };
  }),

  defineCall("countBranches", "GET", `${collection}/count`, (request) => {
    const count = searchBranches(findProject(request), request.query.get("search") ?? "").length;
    return { status: 200, body: { count } };
  }),

  defineCall("getBranch", "GET", `${collection}/:branch_id`, (request) => {
    const held = findProject(request);
    const branch = findBranch(held, request.params["branch_id"]);
    const object = { type: "console/branch", id: branch.id };
    return { status: 200, body: { branch, annotation: held.annotations[branch.id] ?? { object, value: {} } } };
  }),

  defineCall("updateBranch", "PATCH", `${collection}/:branch_id`, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const { branch: asked } = readBody(request, updateBody);
    const change = { name: asked.name ?? branch.name, protected: asked.protected ?? branch.protected };
    checkName(held, change.name, branch);
    if (change.protected && !branch.protected) checkProtectedLimit(held, planOf(request.state));
    const expiry = typeof asked.expires_at === "string" ? readExpiry(asked.expires_at, request.clock) : undefined;
    const expires = expiry !== undefined || (asked.expires_at === undefined && branch.expires_at !== undefined);
    if (expires) checkMayExpire(held, { ...branch, ...change });
    if (asked.expires_at === null) {
      delete branch.expires_at;
      delete branch.ttl_interval_seconds;
    }
    Object.assign(branch, change, expiry, { updated_at: request.clock.iso() });
    return { status: 200, body: { branch, operations: [] } };
  }),

  defineCall("setDefaultBranch", "POST", `${collection}/:branch_id/set_as_default`, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    // guess: the status and the text
    if (branch.expires_at !== undefined)
      throw new Refusal(422, "a branch with an expiration time cannot be the default");
    for (const other of held.branches) {
      other.default = other === branch;
      other.primary = other === branch;
    }
    branch.updated_at = request.clock.iso();
    return { status: 200, body: { branch, operations: [] } };
  }),

  defineCall("deleteBranch", "DELETE", `${collection}/:branch_id`, (request) => {
    const held = lockProject(request);
    const branch = held.branches.find(({ id }) => id === request.params["branch_id"]);
    if (!branch) return { status: 204 };
    checkMayDelete(held, branch);
    const computes = held.endpoints.filter(({ branch_id }) => branch_id === branch.id);
    // differs: a soft-deleted branch cannot be had back; that is a preview feature not every account has
    removeBranch(held, branch.id);
    const operations = scheduleOperations(held, request, [
      ...computes.map(({ id }): Work => ({ action: "suspend_compute", branchId: branch.id, endpointId: id })),
      { action: "delete_timeline", branchId: branch.id },
    ]);
    return { status: 200, body: { branch: { ...branch, pending_state: "storage_deleted" }, operations } };
  }),
];

/** Neon's search is partial, by name or id. */
function searchBranches(held: ProjectState, search: string): Branch[] {
  return held.branches.filter(({ id, name }) => id.includes(search) || name.includes(search));
}

function checkMayDelete(held: ProjectState, branch: Branch): void {
  if (branch.id === held.rootBranchId) throw new Refusal(422, "cannot delete the root branch");
  // guess: the statuses and texts of the refusals below
  if (branch.default) throw new Refusal(422, "cannot delete the default branch");
  if (branch.protected) throw new Refusal(422, "cannot delete a protected branch");
  if (held.branches.some(({ parent_id }) => parent_id === branch.id)) {
    throw new Refusal(422, "cannot delete a branch that has children");
  }
}
