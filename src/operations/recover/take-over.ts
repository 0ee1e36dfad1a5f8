import { importTaken } from "../existing/import.ts";
import type { Sighting } from "../existing/sighting.ts";
import type { Place } from "../existing/stack-state.ts";
import { type RecoverResult, type Recovery, recovered } from "./recovery.ts";

/** Takes in the state what there is one of. */
export async function takeOver(
  sightings: readonly Sighting[],
  place: Place,
  after: Recovery["after"],
): Promise<RecoverResult> {
  const taken = sightings.flatMap(({ attempt, ids: [id, ...more] }) =>
    id !== undefined && more.length === 0 ? [{ attempt, id }] : [],
  );
  const several = sightings.filter(({ ids }) => ids.length > 1);
  const unclear = several.map(({ attempt, ids }) => recovered(attempt.urn, "several", after, ids));
  if (taken.length === 0) return { recoveries: unclear, errors: [] };
  const errors = await importTaken(taken, place);
  if (errors.length > 0) return { recoveries: unclear, errors };
  return {
    recoveries: [...taken.map(({ attempt, id }) => recovered(attempt.urn, "taken over", after, [id])), ...unclear],
    errors: [],
  };
}
