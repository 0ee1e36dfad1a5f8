import { typeOf } from "../engine/resource-change.ts";
import type { Sighting } from "./sighting.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Gives each of several things its own where a vendor keeps more than one of a name, such as volumes of a Fly app. What the state
 * holds of another thing is nobody's. Of what is left each gets one, in order, or none; where more are left than are looked for,
 * each is left with all of them, for only a person can tell.
 * @param readHeld asked where a vendor has something
 */
export async function tellApart<T extends Sighting>(
  sightings: readonly T[],
  readHeld: () => Promise<StackState | undefined>,
): Promise<T[]> {
  if (sightings.every(({ ids }) => ids.length === 0)) return [...sightings];
  const { resources = [] } = (await readHeld()) ?? {};
  const isFree = ({ urn }: T["attempt"], id: string) =>
    !resources.some((held) => held.id === plain(id) && held.type === typeOf(urn) && held.urn !== urn);
  const free = sightings.map((one) => ({ ...one, ids: one.ids.filter((id) => isFree(one.attempt, id)) }));
  const keyOf = ({ attempt, ids }: T) => JSON.stringify([typeOf(attempt.urn), ids.map(plain)]);
  return free.map((one, at) => {
    const alike = free.filter((other) => keyOf(other) === keyOf(one)).length;
    if (alike < 2 || one.ids.length > alike) return one;
    const nth = free.slice(0, at).filter((other) => keyOf(other) === keyOf(one)).length;
    return { ...one, ids: one.ids.slice(nth, nth + 1) };
  });
}

/** What is behind the question mark of an import is not in the id that the state holds. */
function plain(id: string): string {
  return id.split("?")[0] ?? id;
}
