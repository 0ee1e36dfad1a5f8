import { rmSync } from "node:fs";
import type { Outcome } from "../../test/stage/sandbox.ts";
import type { Options, Tally } from "../row.ts";
import { type Census, compareCensus } from "./census.ts";
import type { Call } from "./gate.ts";
import { type Command, type Live, openLive } from "./live.ts";
import type { Meeting } from "./world.ts";

/** The stack of plyr.fm that is brought up and destroyed. */
export const stack = "staging";

export type Verb = "up" | "destroy" | "rotate" | "follow";

/** What is typed of each: of `rotate` every kind of key of one stack, of `follow` one that another stack reads. */
const words: Readonly<Record<Verb, readonly string[]>> = {
  up: ["up", "--stack", stack],
  destroy: ["destroy", "--stack", stack],
  rotate: [
    "secrets",
    "rotate",
    ...["storage", "apps.api.deployToken", "apps.api.secrets.OAUTH_ENCRYPTION_KEY"],
    "--stack",
    stack,
  ],
  follow: ["secrets", "rotate", "apps.transcoder.secrets.TRANSCODER_AUTH_TOKEN", "--stack", "shared"],
};

/** What a command does when nothing goes wrong. */
export interface Rehearsal {
  /** As cases begin: that of its verb, or `abandon` of an up that a destroy follows. */
  readonly name: string;
  /** The command in which something goes wrong. */
  readonly begins: Verb;
  /** The command that is to put it right. */
  readonly verb: Verb;
  readonly restore: () => void;
  readonly census: Census;
  readonly calls: readonly Call[];
  /** What a run without a fault comes to in a world, by the world's fingerprint: worlds of one are tried once. */
  readonly judged: Map<string, readonly string[]>;
}

/** Brings the stacks that staging needs up, and answers what brings the world back to there. */
export async function openStage(live: Live): Promise<() => void> {
  await live.sandbox.succeed(["preview", "--stack", stack]);
  return live.remember();
}

export function start(live: Live, verb: Verb): Command {
  return live.parity(...words[verb], "--yes");
}

/** Throws when the command fails although nothing goes wrong. */
export async function rehearse(live: Live, verb: Verb, restore: () => void): Promise<Rehearsal> {
  restore();
  const calls = live.watch();
  const { code, text } = await start(live, verb).ended;
  if (code !== 0) throw new Error(`${verb} fails when nothing goes wrong:\n${text}`);
  return { name: verb, begins: verb, verb, restore, census: live.census(), calls: [...calls], judged: new Map() };
}

/** Runs cases of up, of destroy, and of an up that a destroy follows, each once it was rehearsed; what is not asked for is not. */
export async function rehearsed(
  options: Options,
  run: (live: Live, rehearsal: Rehearsal, options: Options) => Promise<Tally[]>,
): Promise<Tally[]> {
  const isAsked = (name: string) => options.only === undefined || options.only.split("/")[0] === name;
  const live = await openLive(options.say);
  try {
    const up = await rehearse(live, "up", await openStage(live));
    const full = live.remember();
    const tallies = isAsked("up") ? await run(live, up, options) : [];
    if (!isAsked("destroy") && !isAsked("abandon")) return tallies;
    const destroy = await rehearse(live, "destroy", full);
    if (isAsked("destroy")) tallies.push(...(await run(live, destroy, options)));
    const abandon = { ...up, name: "abandon", verb: destroy.verb, census: destroy.census, judged: new Map() };
    if (isAsked("abandon")) tallies.push(...(await run(live, abandon, options)));
    return tallies;
  } finally {
    await live.close();
  }
}

/**
 * Runs the command with something going wrong, and once more without. Throws unless that then comes to what it comes to when
 * nothing goes wrong. Answers how the first run ended.
 */
export async function goOn(
  live: Live,
  rehearsal: Rehearsal,
  meetingOf: (running: () => Command) => Meeting,
): Promise<Outcome> {
  rehearsal.restore();
  let running: Command | undefined;
  live.watch(
    meetingOf(() => {
      if (!running) throw new Error("no command runs");
      return running;
    }),
  );
  running = start(live, rehearsal.begins);
  const first = await running.ended;
  await live.settle();
  await converge(live, rehearsal, `The first ended with ${first.code}.`);
  return first;
}

/**
 * Runs the command in what something left. Throws unless the clouds then hold exactly what they hold when nothing goes wrong,
 * the state has nothing unfinished, and a preview is empty.
 */
export async function converge(live: Live, rehearsal: Rehearsal, before: string): Promise<void> {
  live.watch();
  const world = live.fingerprint();
  const known = rehearsal.judged.get(world) ?? (await judge(live, rehearsal));
  rehearsal.judged.set(world, known);
  const problems = [...known, ...live.credentials.complaints()];
  if (problems.length > 0) throw new Error([before, ...problems].join("\n"));
}

async function judge(live: Live, { verb, census, judged }: Rehearsal): Promise<string[]> {
  const problems: string[] = [];
  live.wait();
  const again = await runAgain(live, verb);
  if (again.code !== 0) problems.push(`The next ${verb} ends with ${again.code}:\n${again.text}`);
  const stray = compareCensus(census, live.census());
  if (stray.length > 0) problems.push(["The clouds differ:", ...stray].join("\n"));
  const stacks = verb === "follow" ? ["shared", stack] : [stack];
  problems.push(...stacks.flatMap((one) => live.unfinished(one)));
  if (problems.length > 0 || verb === "destroy") return problems;
  const settled = `preview of ${live.fingerprint()}`;
  const known = judged.get(settled);
  if (known) return [...known];
  for (const one of stacks) {
    const preview = await live.pulumi("preview", "--stack", one, "--expect-no-changes").ended;
    if (preview.code !== 0) problems.push(`The second preview of ${one} is not empty:\n${preview.text}`);
  }
  judged.set(settled, problems);
  return problems;
}

/** What the dead left, a lock or half a file, is put right with the line that the refusal prints, or docs/ci.md names. */
async function runAgain(live: Live, verb: Verb): Promise<Outcome> {
  const again = await start(live, verb).ended;
  if (again.code === 0) return again;
  const { text } = again;
  const half = /Run: rm (\S+\.attrs)$/m.exec(text)?.[1];
  if (half !== undefined) rmSync(half);
  else if (text.includes("pulumi cancel")) await live.pulumi("cancel", "--stack", stack, "--yes").ended;
  else return again;
  return runAgain(live, verb);
}
