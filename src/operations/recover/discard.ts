import { Problem } from "../../problem/problem.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { Attempt } from "../existing/attempt.ts";
import { discarders } from "../existing/finders.ts";
import type { Sources } from "../existing/sources.ts";
import { type Place, tryToReadState } from "../existing/stack-state.ts";
import { type RecoverResult, type Recovery, recovered } from "./recovery.ts";

/** Deletes what creations have made and nobody has the value of. What cannot be deleted now is named in the errors. */
export async function discardLost(
  attempts: readonly Pick<Attempt, "urn" | "inputs">[],
  after: Recovery["after"],
  place: Place,
  sources: Sources,
): Promise<RecoverResult> {
  const results = attempts.map(async ({ urn, inputs }): Promise<RecoverResult> => {
    try {
      const ids = (await discarders.get(typeOf(urn))?.(inputs, () => readHeld(urn, place), sources)) ?? [];
      return { recoveries: ids.length === 0 ? [] : [recovered(urn, "discarded", after, ids)], errors: [] };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { recoveries: [], errors: [error.message] };
    }
  });
  const all = await Promise.all(results);
  return { recoveries: all.flatMap(({ recoveries }) => recoveries), errors: all.flatMap(({ errors }) => errors) };
}

/** A run writes down what it is about to create before it does: `undefined` while one does. */
async function readHeld(urn: string, place: Place): Promise<readonly string[] | undefined> {
  const state = await tryToReadState(place);
  if (!state || state.unfinished.some((one) => one.urn === urn)) return undefined;
  return state.resources.flatMap((held) => (held.urn === urn && held.id !== undefined ? held.id : []));
}
