import { Problem } from "../../problem/problem.ts";
import { typeOf } from "../engine/resource-change.ts";
import { discarders } from "../existing/finders.ts";
import type { Sources } from "../existing/sources.ts";
import type { StackState } from "../existing/stack-state.ts";
import { type RecoverResult, recovered } from "./recovery.ts";

/** Deletes what interrupted creations have made and nobody has the value of. What cannot be deleted now is named in the errors. */
export async function discardLost({ resources, unfinished }: StackState, sources: Sources): Promise<RecoverResult> {
  const results = unfinished
    .filter(({ operation }) => operation === "creating")
    .map(async ({ urn, inputs }): Promise<RecoverResult> => {
      const heldIds = resources.flatMap((held) => (held.urn === urn && held.id !== undefined ? held.id : []));
      try {
        const ids = (await discarders.get(typeOf(urn))?.(inputs, heldIds, sources)) ?? [];
        return {
          recoveries: ids.length === 0 ? [] : [recovered(urn, "discarded", "interrupted run", ids)],
          errors: [],
        };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { recoveries: [], errors: [error.message] };
      }
    });
  const all = await Promise.all(results);
  return { recoveries: all.flatMap(({ recoveries }) => recoveries), errors: all.flatMap(({ errors }) => errors) };
}
