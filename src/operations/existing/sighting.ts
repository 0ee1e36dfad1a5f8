import { Problem } from "../../problem/problem.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { Attempt } from "./attempt.ts";
import { carriesLineage, finders, ownFinders } from "./finders.ts";
import { valueFinders } from "./left-values.ts";
import type { Sources } from "./sources.ts";

/** What a vendor has of an attempt. */
export interface Sighting {
  readonly attempt: Attempt;
  /** In the form of an import. */
  readonly ids: readonly string[];
}

/**
 * Asks the vendors for all that can be found by its names, or by the mark that this state's lineage is in. What carries the
 * lineage in another way is left to its own create, which knows it again.
 * @throws Problem when a vendor cannot be asked
 */
export async function lookFor(attempts: readonly Attempt[], sources: Sources): Promise<Sighting[]> {
  return (await Promise.all(attempts.map((attempt) => lookForOwn(attempt, sources)))).flat();
}

/** The names may be others by now, so that its own create would not meet it. */
async function lookForOwn(attempt: Attempt, sources: Sources): Promise<Sighting[]> {
  const { urn, inputs } = attempt;
  const find = ownFinders.get(typeOf(urn));
  if (!find) return look(attempt, sources);
  const [stack = "", project = "", , ...name] = urn.slice("urn:pulumi:".length).split("::");
  return [{ attempt, ids: await find(inputs, { project, stack, name: name.join("::") }, sources) }];
}

/** By names alone, of which those are left out whose vendor cannot be asked. */
export async function tryToLookFor(attempts: readonly Attempt[], sources: Sources): Promise<Sighting[]> {
  return (await Promise.all(attempts.map((attempt) => orNone(look(attempt, sources))))).flat();
}

/** By marks alone, of which those are left out whose vendor cannot be asked. What has one is this state's, whenever it was made. */
export async function tryToLookForMarked(attempts: readonly Attempt[], sources: Sources): Promise<Sighting[]> {
  const marked = attempts.filter(({ urn }) => ownFinders.has(typeOf(urn)));
  return (await Promise.all(marked.map((attempt) => orNone(lookForOwn(attempt, sources))))).flat();
}

function orNone(sightings: Promise<Sighting[]>): Promise<Sighting[]> {
  return sightings.catch((error: unknown) => {
    if (error instanceof Problem) return [];
    throw error;
  });
}

async function look(attempt: Attempt, sources: Sources): Promise<Sighting[]> {
  const type = typeOf(attempt.urn);
  const findValues = valueFinders.get(type);
  if (findValues) return [{ attempt, ids: await findValues(attempt, sources) }];
  const find = carriesLineage(type) ? undefined : finders.get(type);
  return find ? [{ attempt, ids: (await find(attempt.inputs, sources)) ?? [] }] : [];
}
