import type { NeonBranch } from "../../clouds/neon/branches.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import { Problem } from "../../problem/problem.ts";
import type { ResetTarget } from "./target.ts";

/** What a reset would do, for whoever has to agree to it. */
export interface ResetPlan {
  readonly target: ResetTarget;
  readonly branch: NeonBranch;
  readonly parentId: string;
  /** Since when what was written to the branch is lost. */
  readonly since: string;
}

/**
 * Looks at the branch as Neon has it.
 * @throws Problem when it is gone, protected, the project's default, without a parent, or a parent itself
 */
export async function planReset(neon: NeonClient, target: ResetTarget): Promise<ResetPlan> {
  const { projectId, branchId, name } = target;
  const branch = await neon.branches.find(projectId, branchId);
  const refuse = (what: string, fix: string) => new Problem({ code: "not-resettable", what, fix });
  if (!branch) throw refuse(`Neon has no branch ${branchId} any more.`, "bring the stack up, which makes another");
  if (branch.protected || branch.default) {
    const what = `Branch "${name}" is ${branch.protected ? "protected" : "its project's default"} at Neon.`;
    throw refuse(what, "leave it as it is, or change that at Neon first");
  }
  if (branch.parent_id === undefined) {
    const what = `Branch "${name}" has no parent at Neon: it was made of a schema alone.`;
    throw refuse(what, "take the environment down and bring it up again, where all that it holds may go");
  }
  const children = (await neon.branches.list(projectId)).filter(({ parent_id }) => parent_id === branchId);
  if (children.length > 0) {
    const what = `Branch "${name}" has branches of its own: ${children.map((child) => child.name).join(", ")}.`;
    throw refuse(what, "delete those first, where they may go");
  }
  return { target, branch, parentId: branch.parent_id, since: branch.last_reset_at ?? branch.created_at };
}

/** Makes the branch what its parent is now, and waits until it is. */
export async function reset(neon: NeonClient, { target, branch, parentId }: ResetPlan): Promise<void> {
  const { projectId, branchId, name } = target;
  await neon.branches.restore(projectId, branchId, parentId);
  const now = await neon.branches.find(projectId, branchId);
  if (now?.last_reset_at !== undefined && now.last_reset_at !== branch.last_reset_at) return;
  throw new Problem({
    code: "not-confirmed",
    what: `Neon accepted the reset of branch "${name}" but does not show it.`,
    fix: "look at the branch in the Neon Console, and run the same command again where it was not reset",
  });
}

/** What is lost and what is not, in sentences. */
export function describeReset({ target: { databases, name, of }, since }: ResetPlan): string[] {
  return [
    `Branch "${name}" becomes what its parent, the project of "${of}", holds now.`,
    `Lost for good: everything written to ${databases.join(", ")} since ${since}.`,
    `Connections to it are cut while Neon does it. The data of "${of}" stays as it is.`,
  ];
}
