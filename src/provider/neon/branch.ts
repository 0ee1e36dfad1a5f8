import { isStatus } from "../../clouds/call/cloud-error.ts";
import { defineResource } from "../../plugin/resource.ts";
import { normalizeNeonExpiry } from "../../vendors/neon/branch-expiry.ts";
import type { Clouds } from "../clouds.ts";
import { requireAccess } from "../database-access.ts";
import { keeping } from "../keeping.ts";
import { createBranch, listOwnBranches } from "./branch-creation.ts";
import {
  type BranchInputs,
  branchInputs,
  branchOutputs,
  checkBranch,
  refuseHalfAConnection,
} from "./branch-properties.ts";
import { convergeBranch, type ObservedBranch, observeBranch, toOutputs, toProperties } from "./branch-state.ts";
import { pickDeclared } from "./convergence.ts";
import { findDisabled, observeKnown } from "./health.ts";
import { waitUntilGone } from "./presence.ts";
import { branchImportId, parseBranchId } from "./resource-id.ts";

/**
 * A branch of a project with a compute of its own, such as a pull request's database. Its id is `<project>/<branch>`. One
 * that has expired is gone, and no failure.
 */
export const branchDefinition = defineResource<Clouds>()({
  token: "parity:neon:Branch",
  description: "A branch of a Neon project with a compute of its own.",
  inputs: branchInputs,
  outputs: branchOutputs,
  secretOutputs: ["password", "url", "pooledUrl"],
  replaceOn: ["projectId", "parentId", "schemaOnly"],
  stateful: "What was written to the branch goes with it.",
  neverReplaced: {
    why: "Another branch starts as its parent is now: what was written to this one would be lost.",
    fix: "declare a second branch beside this one, copy the data over, point the apps at it, then remove this one",
  },
  check: checkBranch,
  changedBy: (changed) =>
    changed.includes("role") || changed.includes("database") ? ["password", "url", "pooledUrl"] : [],

  async find({ clouds, inputs: { projectId, name, parentId }, signal }) {
    if (projectId === undefined || name === undefined) return [];
    const found = await (await clouds.neon()).until(signal).branches.findNamed(projectId, name);
    const declaresParent = parentId !== undefined;
    return found ? [branchImportId({ projectId, branchId: found.id, declaresParent })] : [];
  },

  async findOwn({ clouds, inputs, owner, signal }) {
    return listOwnBranches((await clouds.neon()).until(signal), inputs, owner);
  },

  async create({ clouds, inputs, context }) {
    refuseHalfAConnection(inputs);
    const neon = (await clouds.neon()).until(context.signal);
    const { answer: branchId, settled } = await createBranch(neon, inputs, context);
    const id = `${inputs.projectId}/${branchId}`;
    return keeping({ id, inputs, outputs: { branchId } }, async () => {
      await settled;
      return { id, inputs, outputs: toOutputs(await convergeBranch(neon, { ...inputs, branchId }, inputs, context)) };
    });
  },

  async read({ clouds, id, known, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { role, database } = known?.inputs ?? {};
    const parts = parseBranchId(id);
    const seen = await observeKnown(id, known, () => observeBranch(neon, { ...parts, role, database }));
    if (!seen) return undefined;
    const declared = known?.inputs ?? (parts.declaresParent ? { parentId: true } : {});
    const live = {
      id: `${parts.projectId}/${parts.branchId}`,
      inputs: toInputs(parts.projectId, seen, known?.inputs, declared),
      outputs: toOutputs(seen),
    };
    return requireAccess(live, known, context, findDisabled(seen.endpoint));
  },

  async update({ clouds, id, before, inputs, context }) {
    refuseHalfAConnection(inputs);
    const neon = (await clouds.neon()).until(context.signal);
    const { role, database } = inputs;
    const parts = { ...parseBranchId(id), role, database };
    await neon.changes.settle(parts.projectId);
    return toOutputs(await convergeBranch(neon, parts, inputs, context, before.inputs));
  },

  async delete({ clouds, id, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { projectId, branchId } = parseBranchId(id);
    try {
      await neon.branches.delete(projectId, branchId);
    } catch (error) {
      throw isStatus(error, 400, 409, 412, 422) ? error.withFix(KEPT) : error;
    }
    await waitUntilGone(neon, `branch ${branchId}`, () => neon.branches.find(projectId, branchId));
  },
});

const KEPT =
  "Neon keeps a protected branch (write `protected: false` and apply that first), the default branch, and one with children";

/** What is there, as inputs. What was not declared stays undeclared: it is Neon's to choose. */
function toInputs(
  projectId: string,
  seen: ObservedBranch,
  known: BranchInputs | undefined,
  declared: Readonly<Record<string, unknown>>,
): BranchInputs {
  const { name, expiresAt, ...optional } = toProperties(seen);
  const { parent_id: parentId, init_source: source } = seen.branch;
  const schemaOnly = source === "schema-only";
  const actual = {
    ...optional,
    // A schema-only branch is a root: Neon forgets where the schema came from.
    parentId: schemaOnly ? known?.parentId : parentId,
    expiresAt: isInstant(known?.expiresAt, expiresAt) ? known?.expiresAt : expiresAt,
    role: known?.role,
    database: known?.database,
    lineage: known?.lineage,
  };
  return { ...pickDeclared(actual, declared), projectId, name, schemaOnly };
}

/** Whether the program's spelling of an instant is the one that Neon keeps. */
function isInstant(spelling: string | undefined, kept: string | null): boolean {
  return spelling !== undefined && normalizeNeonExpiry(spelling) === kept;
}
