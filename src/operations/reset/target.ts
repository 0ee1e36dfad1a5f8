import type { Blueprint, DatabaseBlueprint } from "../../components/blueprint.ts";
import { Problem } from "../../problem/problem.ts";
import type { StackState } from "../existing/stack-state.ts";

/** A branch of a stack that a reset is about. */
export interface ResetTarget {
  /** Keys of the databases that lie in it. */
  readonly databases: readonly string[];
  readonly name: string;
  /** Stack whose project it is a branch of. */
  readonly of: string;
  readonly projectId: string;
  readonly branchId: string;
}

/**
 * The branch that a database of the stack is.
 * @throws Problem when it is not one, is production's or protected, or was not brought up
 */
export function findResetTarget(blueprint: Blueprint, key: string, state: StackState): ResetTarget {
  const { stack, tier, protect, databases } = blueprint;
  const problem = (code: string, what: string, fix: string) => new Problem({ code, what, fix });
  const database = databases.find((one) => one.key === key);
  const branches = databases.filter(({ branch }) => branch).map((one) => one.key);
  const instead = branches.length > 0 ? `name one that is: ${branches.join(", ")}` : `nothing of "${stack}" is one`;
  if (!database) throw problem("not-a-branch", `"${stack}" has no database "${key}".`, instead);
  if (database.in) {
    const what = `"${key}" lies in the branch of "${database.in.key}", which is reset as a whole.`;
    throw problem("not-a-branch", what, `name "${database.in.key}", when all that lies in it may go`);
  }
  if (!database.branch) {
    throw problem("not-a-branch", `"${key}" of "${stack}" is not a branch: there is no parent to go back to.`, instead);
  }
  if (tier === "production" || protect) {
    const what = `"${stack}" is ${tier === "production" ? "production" : "protected"}: nothing of it is reset.`;
    throw problem("protected-reset", what, 'where its data may go, write "protect: false" and bring it up first');
  }
  const place = placeOf(database, state);
  if (!place)
    throw problem("not-a-branch", `The state of "${stack}" does not hold "${key}".`, "bring the stack up first");
  const inside = databases.filter((one) => one.in?.key === key).map((one) => one.key);
  return { ...place, databases: [key, ...inside], name: database.name, of: database.branch.of };
}

function placeOf({ key }: DatabaseBlueprint, { resources }: StackState) {
  const held = resources.find(({ type, urn }) => type === "parity:neon:Branch" && urn.endsWith(`::${key}`));
  const [projectId, branchId] = held?.id?.split("/") ?? [];
  return projectId && branchId ? { projectId, branchId } : undefined;
}
