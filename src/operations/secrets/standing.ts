import { rotationAt, roundNamed } from "../../components/rotation.ts";
import type { Rotations } from "../../config/schema/rotations.ts";
import type { HeldResource, StackState } from "../existing/stack-state.ts";
import type { Rotatable } from "./consumers.ts";

/** How far the rotation of a key is, by what the stack's file says and its state holds. */
export interface Standing {
  /**
   * `settled`: there is one. `under way`: the next one is declared beside it, or there already. `ending`: the file says no longer that
   * the one before is valid, and the state still holds it. `missing`: none was made yet.
   */
  readonly step: "settled" | "under way" | "ending" | "missing";
  /** Of the key that is handed on, or is going to be. */
  readonly count: number;
  /** As the state holds it. */
  readonly held: HeldResource | undefined;
}

/**
 * The state may be ahead of the file, where that was not saved by who began it: then the rotation goes on from what the state
 * holds, and no other one is begun.
 */
export function standingOf(
  one: Rotatable,
  rotations: Rotations,
  { resources }: Pick<StackState, "resources">,
): Standing {
  const rounds = resources.flatMap((resource) => {
    const { urn, type } = resource;
    const round = type === one.type ? roundNamed(urn.slice(urn.lastIndexOf("::") + 2), one.first) : undefined;
    return round === undefined ? [] : [{ round, resource }];
  });
  const said = rotationAt(one.path, rotations);
  const count = Math.max(said.count, ...rounds.map(({ round }) => round));
  const common = { count, held: rounds.find(({ round }) => round === count)?.resource };
  if (rounds.length === 0) return { ...common, step: "missing" };
  if (count > said.count || said.overlap) return { ...common, step: "under way" };
  return { ...common, step: rounds.some(({ round }) => round < count) ? "ending" : "settled" };
}
