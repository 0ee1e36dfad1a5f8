import { poll } from "../../clouds/call/poll.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { adoptionOf } from "../../provider/exists-already.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { tellApart } from "../existing/apart.ts";
import { failedAttempts } from "../existing/attempts.ts";
import { importTaken } from "../existing/import.ts";
import { valueFinders } from "../existing/left-values.ts";
import { lookFor, type Sighting, tryToLookFor } from "../existing/sighting.ts";
import type { Sources } from "../existing/sources.ts";
import { type StackState, tryToReadState, type UnfinishedOperation } from "../existing/stack-state.ts";
import { discardLost } from "./discard.ts";
import { NOTHING, type RecoverResult, type Recovery, recovered } from "./recovery.ts";

interface Place {
  readonly project: string;
  readonly stack: string;
}

/**
 * Looks up what earlier runs began and did not finish, takes over what they made, and clears the rest from the state. The
 * operation that the state has pending is the proof that it is this state's own. Writes nothing in a cloud, but for tokens of this
 * state whose values nobody has: these are deleted, for the next run need not declare what would.
 */
export async function recover(place: Place, sources: Sources): Promise<RecoverResult> {
  const state = await tryToReadState(place);
  if (!state || state.unfinished.length === 0) return NOTHING;
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
  // Only who could write the state is alone with what is pending in it.
  const discarded = cleared.ok ? await discardLost(state, sources) : NOTHING;
  const found = [...taken.recoveries, ...discarded.recoveries];
  const told = new Set(found.map(({ resource }) => resource));
  const left = state.unfinished.filter(({ urn }) => !told.has(nameResource(urn)));
  const recoveries = [...found, ...left.map(({ urn }) => recovered(urn, "cleared", "interrupted run"))];
  return { recoveries, errors: [...errorsOf(cleared), ...discarded.errors] };
}

function inUse({ stack }: Place): Problem {
  return new Problem({
    code: "stack-in-use",
    what: `Another run writes the state of ${stack} at this moment.`,
    fix: "wait until it has ended, then run this again",
  });
}

/** What such an operation made, the next run would take for somebody else's. Not held by the state after an update: see `importTaken`. */
function isUnknown({ operation, urn, held }: UnfinishedOperation): boolean {
  if (held) return operation === "updating" && valueFinders.has(typeOf(urn));
  return operation === "creating" || operation === "updating";
}

/** A vendor may be at work on what it was asked right before its caller was ended. */
const STILL_AT_WORK_MS = [500, 1000, 2000];

/**
 * Takes over what a run that failed has made although its answer was lost: what was not there before the run, whose creation
 * then failed, and which is there now. What was there before is refused, with the command that takes it over. What its own
 * create has refused is not looked for.
 * @param before what the vendors had right before the run
 */
export async function recoverLost(
  { events, errors, interrupted }: Pick<EngineRun, "events" | "errors" | "interrupted">,
  before: readonly Sighting[],
  place: Place,
  sources: Sources,
): Promise<RecoverResult> {
  const refused = errors.filter(({ message }) => message.includes(adoptionOf(place))).map(({ urn }) => urn);
  const failed = failedAttempts(events).filter(({ urn }) => !refused.includes(urn));
  const had = (urn: string) => before.find(({ attempt }) => attempt.urn === urn)?.ids;
  // One import stands for all names of a slot or an app, others' too, which the next up lets go untouched.
  const isNew = (urn: string, ids: readonly string[] = []) =>
    had(urn)?.length === 0 || (valueFinders.has(typeOf(urn)) && had(urn) && had(urn)?.join() !== ids.join());
  const unknown = failed.filter(({ urn }) => isNew(urn));
  let began: readonly Sighting[] = [];
  await poll({ pauses: interrupted ? STILL_AT_WORK_MS : [], signal: sources.signal }, async () => {
    began = (await tryToLookFor(unknown, sources)).filter(({ attempt: { urn }, ids }) => isNew(urn, ids));
    return began.filter(({ ids }) => ids.length > 0).length === unknown.length || undefined;
  });
  const lost = await tellApart(began, () => tryToReadState(place));
  const taken = await takeOver(lost, place, "lost answer");
  const foreign = failed.filter(({ urn }) => (had(urn)?.length ?? 0) > 0 && !typeOf(urn).startsWith("parity:"));
  return { ...taken, errors: [...taken.errors, ...foreign.map(({ urn }) => existsAlready(urn, place).message)] };
}

/** Our own types say so themselves. */
function existsAlready(urn: string, place: Place): Problem {
  return new Problem({
    code: "exists-already",
    what: `${nameResource(urn)} was there before this run, and nothing proves that this stack made it.`,
    fix: "see what there is and take it over, or choose another name",
    commands: [line`parity adopt --stack ${place.stack} --dry-run`],
  });
}

/** Takes in the state what there is one of. */
async function takeOver(
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
