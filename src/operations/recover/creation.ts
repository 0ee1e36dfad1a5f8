import { Problem } from "../../problem/problem.ts";
import { carriesLineage, finders } from "../adopt/finders.ts";
import type { Sources } from "../adopt/sources.ts";
import { type EngineEvent, type EngineStep, finishedSteps } from "../engine/events.ts";
import { isResource, typeOf } from "../engine/resource-change.ts";

/** A resource whose creation began, or is about to. */
export interface Creation {
  readonly urn: string;
  /** What is secret in them is masked or encrypted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string | undefined;
  /** URN of its provider, with `::<id>` behind it. */
  readonly provider: string | undefined;
}

/** What a vendor has under the names of a creation. */
export interface Sighting {
  readonly creation: Creation;
  /** In the form of an import. */
  readonly ids: readonly string[];
}

/** The creations among steps, of which replacements are none: there the thing is in the state already. */
export function creationsIn(steps: readonly EngineStep[]): Creation[] {
  const created = steps.filter((step) => step.op === "create" && isResource(step));
  return created.map(({ urn, new: next }) => ({
    ...{ urn, inputs: next?.inputs ?? {} },
    ...{ parent: next?.parent, provider: next?.provider },
  }));
}

/** Those that a run began and that did not end well. */
export function failedCreations(events: readonly EngineEvent[]): Creation[] {
  const started = events.flatMap(({ resourcePreEvent: step }) => (step && !step.planning ? step.metadata : []));
  const ended = finishedSteps(events).flatMap(({ part, step }) => (part === "apply" ? step.urn : []));
  return creationsIn(started).filter(({ urn }) => !ended.includes(urn));
}

/**
 * Asks the vendors for all that can be found by its names. What carries this state's lineage is left to its own create, which
 * knows it again.
 * @throws Problem when a vendor cannot be asked
 */
export async function lookFor(creations: readonly Creation[], sources: Sources): Promise<Sighting[]> {
  const sightings = creations.map(async (creation) => {
    const type = typeOf(creation.urn);
    const find = carriesLineage(type) ? undefined : finders.get(type);
    return find ? [{ creation, ids: await find(creation.inputs, sources) }] : [];
  });
  return (await Promise.all(sightings)).flat();
}

/** The same where an answer is worth having and its absence is not an error. */
export async function tryToLookFor(creations: readonly Creation[], sources: Sources): Promise<Sighting[]> {
  const sightings = creations.map(async (creation) => {
    try {
      return await lookFor([creation], sources);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [];
    }
  });
  return (await Promise.all(sightings)).flat();
}
