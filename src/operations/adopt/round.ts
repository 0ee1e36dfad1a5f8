import { Problem } from "../../problem/problem.ts";
import { type EngineStep, finishedSteps } from "../engine/events.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { tellApart } from "../existing/apart.ts";
import type { Attempt } from "../existing/attempt.ts";
import { creationsIn } from "../existing/attempts.ts";
import { finders } from "../existing/finders.ts";
import { importTaken, type Taken } from "../existing/import.ts";
import type { Sighting } from "../existing/sighting.ts";
import type { Sources } from "../existing/sources.ts";
import { tryToReadState } from "../existing/stack-state.ts";
import type { Adoption } from "./adoption.ts";
import type { Ownership } from "./lineage.ts";
import { bringUpRoots } from "./roots.ts";

interface Place {
  readonly project: string;
  readonly stack: string;
}

/** What a preview would make, and what the vendors have of it. */
export interface Round {
  readonly run: EngineRun;
  readonly steps: readonly EngineStep[];
  readonly adoptions: readonly Adoption[];
  readonly taken: readonly Taken[];
}

/** Previews the stack, and looks for all that an up would make. `env` is what the program is told beside the config. */
export async function observe(
  place: Place,
  sources: Sources,
  ownership: Ownership,
  env: Readonly<Record<string, string>> = {},
): Promise<Round> {
  const run = await runEngine(["preview"], { ...place, env });
  const steps = finishedSteps(run.events).map(({ step }) => step);
  const attempts = run.ok ? creationsIn(steps) : [];
  const sightings = await Promise.all(attempts.map((attempt) => look(attempt, sources, ownership)));
  const looked = (await tellApart(sightings, () => tryToReadState(place))).map((one) => ({
    ...{ attempt: one.attempt, adoption: judge(one, ownership) },
  }));
  return {
    ...{ run, steps },
    adoptions: looked.map(({ adoption }) => adoption),
    taken: looked.flatMap(({ attempt, adoption: { outcome, ids } }) =>
      outcome === "found" ? ids.map((id) => ({ attempt, id })) : [],
    ),
  };
}

/**
 * Imports what a round found, below components and providers that are brought up before it.
 * @returns what went wrong
 */
export async function takeOver(
  { steps, taken }: Round,
  { lineage }: Ownership,
  place: Place,
): Promise<readonly string[]> {
  const rooted = await bringUpRoots(steps, { ...place, hasLineage: lineage !== undefined });
  return rooted && !rooted.ok ? rooted.errors.map(({ message }) => message) : importTaken(taken, place);
}

/** What a vendor has, or what is known without asking it. */
interface Look extends Sighting {
  readonly known?: Pick<Adoption, "outcome" | "why">;
}

async function look(attempt: Attempt, sources: Sources, { lineage }: Ownership): Promise<Look> {
  const type = typeOf(attempt.urn);
  if (type === "parity:index:Lineage") return { attempt, ids: lineage === undefined ? [] : [lineage] };
  const find = finders.get(type);
  if (!find) return { attempt, ids: [], known: { outcome: "left" } };
  try {
    const ids = await find(attempt.inputs, sources);
    return ids ? { attempt, ids } : { attempt, ids: [], known: { outcome: "later" } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { attempt, ids: [], known: { outcome: "unknown", why: error.what } };
  }
}

function judge({ attempt, ids, known }: Look, { whose }: Ownership): Adoption {
  const resource = nameResource(attempt.urn);
  if (known) return { resource, ids, ...known };
  const own = ids.filter((id) => whose(id) === undefined);
  if (own.length > 0) return { resource, outcome: own.length === 1 ? "found" : "ambiguous", ids: own };
  if (ids.length === 0) return { resource, outcome: "missing", ids };
  return { resource, outcome: "foreign", ids, why: ids.map(whose).join(" ") };
}
