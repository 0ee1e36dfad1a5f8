import { Problem } from "../../problem/problem.ts";
import { type EngineStep, finishedSteps } from "../engine/events.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import type { Attempt } from "../existing/attempt.ts";
import { creationsIn } from "../existing/attempts.ts";
import { finders } from "../existing/finders.ts";
import { importTaken, type Taken } from "../existing/import.ts";
import type { Sources } from "../existing/sources.ts";
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
  const looked = await Promise.all(
    attempts.map(async (attempt) => ({ attempt, adoption: await look(attempt, sources, ownership) })),
  );
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

async function look(attempt: Attempt, sources: Sources, { lineage, whose }: Ownership): Promise<Adoption> {
  const type = typeOf(attempt.urn);
  const as = (outcome: Adoption["outcome"], ids: readonly string[], why?: string): Adoption => ({
    ...{ resource: nameResource(attempt.urn), outcome, ids },
    ...(why !== undefined && { why }),
  });
  if (type === "parity:index:Lineage") return lineage === undefined ? as("missing", []) : as("found", [lineage]);
  const find = finders.get(type);
  if (!find) return as("left", []);
  try {
    const ids = await find(attempt.inputs, sources);
    if (!ids) return as("later", []);
    const own = ids.filter((id) => whose(id) === undefined);
    if (own.length > 0) return as(own.length === 1 ? "found" : "ambiguous", own);
    return ids.length > 0 ? as("foreign", ids, ids.map(whose).join(" ")) : as("missing", []);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return as("unknown", [], error.what);
  }
}
