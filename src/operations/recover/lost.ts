import { poll } from "../../clouds/call/poll.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { adoptionOf } from "../../provider/exists-already.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import type { EngineRun } from "../engine/run.ts";
import { tellApart } from "../existing/apart.ts";
import { failedAttempts } from "../existing/attempts.ts";
import { discarders, ownFinders } from "../existing/finders.ts";
import { valueFinders } from "../existing/left-values.ts";
import { type Sighting, tryToLookFor, tryToLookForMarked } from "../existing/sighting.ts";
import type { Sources } from "../existing/sources.ts";
import { type Place, tryToReadState } from "../existing/stack-state.ts";
import { discardLost } from "./discard.ts";
import type { RecoverResult } from "./recovery.ts";
import { takeOver } from "./take-over.ts";

/** A vendor may be at work on what it was asked right before its caller was ended. */
const STILL_AT_WORK_MS = [500, 1000, 2000];

/**
 * Takes over what a run that failed has made although its answer was lost: what was not there before the run, whose creation
 * then failed, and which is there now, or carries this state's mark. What was there before is refused, with the command that takes it over. What its own
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
  const ofType = (types: ReadonlyMap<string, unknown>) =>
    failed.filter(({ urn, held }) => types.has(typeOf(urn)) && held === undefined);
  const [marked, lossy] = [ofType(ownFinders), ofType(discarders)];
  let began: readonly Sighting[] = [];
  const discarded: RecoverResult[] = [];
  await poll({ pauses: interrupted ? STILL_AT_WORK_MS : [], signal: sources.signal }, async () => {
    const named = (await tryToLookFor(unknown, sources)).filter(({ attempt: { urn }, ids }) => isNew(urn, ids));
    began = [...named, ...(await tryToLookForMarked(marked, sources))];
    discarded.push(await discardLost(lossy, "lost answer", place, sources));
    const found = [...began.filter(({ ids }) => ids.length > 0), ...discarded.flatMap((one) => one.recoveries)];
    return found.length >= unknown.length + marked.length + lossy.length || undefined;
  });
  // What a create has made in part, and could say so, is in the state.
  const state = began.some(({ ids }) => ids.length > 0) ? await tryToReadState(place) : undefined;
  const missing = began.filter(({ attempt: { urn, held } }) => held !== undefined || !state?.urns.has(urn));
  const lost = await tellApart(missing, async () => state);
  const taken = await takeOver(lost, place, "lost answer");
  const foreign = failed.filter(({ urn }) => (had(urn)?.length ?? 0) > 0 && !typeOf(urn).startsWith("parity:"));
  return {
    recoveries: [...taken.recoveries, ...discarded.flatMap((one) => one.recoveries)],
    errors: [
      ...taken.errors,
      ...(discarded.at(-1)?.errors ?? []),
      ...foreign.map(({ urn }) => existsAlready(urn, place).message),
    ],
  };
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
