import { Problem } from "../../problem/problem.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { tellApart } from "../existing/apart.ts";
import { valueFinders } from "../existing/left-values.ts";
import { lookFor, type Sighting } from "../existing/sighting.ts";
import type { Sources } from "../existing/sources.ts";
import { type Place, type StackState, tryToReadState, type UnfinishedOperation } from "../existing/stack-state.ts";
import { discardLost } from "./discard.ts";
import { NOTHING, type RecoverResult, recovered } from "./recovery.ts";
import { takeOver } from "./take-over.ts";

export interface Recovered extends RecoverResult {
  /** As it is, where nothing was unfinished in it. */
  readonly state?: StackState | undefined;
}

/**
 * Looks up what earlier runs began and did not finish, takes over what they made, and clears the rest from the state. The
 * operation that the state has pending is the proof that it is this state's own. Writes nothing in a cloud, but for tokens of this
 * state whose values nobody has: these are deleted, for the next run need not declare what would.
 */
export async function recover(place: Place, sources: Sources): Promise<Recovered> {
  const state = await tryToReadState(place);
  if (!state || state.unfinished.length === 0) return { ...NOTHING, state };
  const attempts = state.unfinished.filter(isUnknown);
  let sightings: readonly Sighting[];
  try {
    sightings = await tellApart(await lookFor(attempts, sources), async () => state);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...NOTHING, errors: [error.message] };
  }
  // A run that is under way has operations pending too. Where it ended meanwhile, its lock says nothing any more.
  if ((await tryToReadState(place))?.written !== state.written) return { ...NOTHING, errors: [inUse(place).message] };
  const taken = await takeOver(sightings, place, "interrupted run");
  if (taken.errors.length > 0) return taken;
  const cleared = await clear(state, place);
  const begun = state.unfinished.filter(({ operation }) => operation === "creating");
  // Only who could write the state is alone with what was pending in it.
  const discarded = cleared.ok ? await discardLost(begun, "interrupted run", place, sources) : NOTHING;
  const found = [...taken.recoveries, ...discarded.recoveries];
  const told = new Set(found.map(({ resource }) => resource));
  const left = state.unfinished.filter(({ urn }) => !told.has(nameResource(urn)));
  const recoveries = [...found, ...left.map(({ urn }) => recovered(urn, "cleared", "interrupted run"))];
  return { recoveries, errors: [...errorsOf(cleared), ...discarded.errors] };
}

/** How that is told. */
export const IN_USE = "Another run writes the state";

function inUse({ stack }: Place): Problem {
  return new Problem({
    code: "stack-in-use",
    what: `${IN_USE} of ${stack} at this moment.`,
    fix: "wait until it has ended, then run this again",
  });
}

/** What such an operation made, the next run would take for somebody else's. Not held by the state after an update: see `importTaken`. */
function isUnknown({ operation, urn, held }: UnfinishedOperation): boolean {
  if (held) return operation === "updating" && valueFinders.has(typeOf(urn));
  return operation === "creating" || operation === "updating";
}

/**
 * The engine forgets pending updates and deletes at its next run, and keeps pending creates until it is told: a refresh does
 * that, and of the stack alone it asks no cloud anything.
 */
function clear({ urns }: StackState, place: Place): Promise<EngineRun> {
  const stack = [...urns].filter((urn) => urn.includes("::pulumi:pulumi:Stack::"));
  const targets = stack.flatMap((urn) => ["--target", urn]);
  return runEngine(["refresh", "--clear-pending-creates", "--yes", "--skip-preview", ...targets], place);
}

function errorsOf({ ok, errors }: EngineRun): string[] {
  return ok ? [] : errors.map(({ message }) => message);
}
