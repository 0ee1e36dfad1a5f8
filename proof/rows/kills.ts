import { type Case, type Options, pick, type Row, runCases, type Tally } from "../row.ts";
import { type Census, compareCensus } from "../stage/census.ts";
import type { Answer, Exchange } from "../stage/gate.ts";
import { type Command, type Live, openLive } from "../stage/live.ts";
import { findCaller, kill } from "../stage/processes.ts";

const stack = "staging";

/** What is ended, and how. */
const victims = ["cli", "plugin", "program", "interrupt"] as const;
type Victim = (typeof victims)[number];

/** When: the call never arrives, its answer never does, or it was just answered. */
const moments = ["before", "after", "answered"] as const;
type Moment = (typeof moments)[number];

export const killsRow: Row = {
  name: "kills",
  about:
    "kill -9 of CLI, plugin and program, and Ctrl-C, at each call of up and destroy of plyr.fm's staging: the next run converges",
  async run(options) {
    const live = await openLive(options.say);
    try {
      // Brings up what staging needs of the shared stack.
      await live.sandbox.succeed(["preview", "--stack", stack]);
      const empty = live.remember();
      const up = await proofOf(live, "up", empty, options);
      const full = up.full;
      const down = await proofOf(live, "destroy", full, options);
      return [...up.tallies, ...down.tallies];
    } finally {
      await live.close();
    }
  },
};

type Verb = "up" | "destroy";

function start(live: Live, verb: Verb): Command {
  return verb === "up" ? live.parity("up", "--stack", stack) : live.pulumi("destroy", "--stack", stack, "--yes");
}

async function proofOf(live: Live, verb: Verb, restore: () => void, options: Options) {
  restore();
  const calls = live.watch();
  const { code, text } = await start(live, verb).ended;
  if (code !== 0) throw new Error(`${verb} fails without a kill:\n${text}`);
  const count = calls.length;
  const census = live.census();
  const full = live.remember();
  options.say(`${verb} makes ${count} calls`);
  const tallies: Tally[] = [];
  for (const victim of victims) {
    const cases = casesOf(live, { verb, restore, census, count }, victim);
    const what = victim === "interrupt" ? `Ctrl-C in ${verb}` : `kills of ${victim} in ${verb}`;
    tallies.push(await runCases(what, pick(cases, options), options));
  }
  return { tallies, full };
}

interface Rehearsal {
  readonly verb: Verb;
  readonly restore: () => void;
  readonly census: Census;
  readonly count: number;
}

function casesOf(live: Live, rehearsal: Rehearsal, victim: Victim): Case[] {
  const cases: Case[] = [];
  for (let at = 1; at <= rehearsal.count; at++) {
    for (const moment of victim === "interrupt" ? (["after"] as const) : moments) {
      const name = `${rehearsal.verb}/${victim}/${at}/${moment}`;
      cases.push({ name, run: () => judge(live, rehearsal, { victim, at, moment }) });
    }
  }
  return cases;
}

async function judge(
  live: Live,
  { verb, restore, census }: Rehearsal,
  { victim, at, moment }: { victim: Victim; at: number; moment: Moment },
): Promise<void> {
  restore();
  const struck: { call?: string } = {};
  const strike = (exchange: Exchange) => {
    struck.call = `${exchange.cloud} ${exchange.method} ${exchange.path}`;
    end(live, running, victim, exchange.port);
  };
  live.watch(async (exchange, n) => {
    if (n !== at) return exchange.forward();
    if (victim === "interrupt") return interrupted(exchange, strike);
    if (moment === "before") return void strike(exchange);
    const answer = await exchange.forward();
    if (moment === "after") return void strike(exchange);
    setTimeout(() => strike(exchange), 5);
    return answer;
  });
  const running = start(live, verb);
  const first = await running.ended;
  await live.settle();
  live.watch();
  const problems: string[] = [];
  if (!struck.call) problems.push(`Call ${at} was not made: ${first.text}`);
  if (victim === "interrupt" && first.code !== 130 && verb === "up") {
    problems.push(`Ctrl-C ends with ${first.code}:\n${first.text}`);
  }
  const again = await goOn(live, verb);
  if (again.code !== 0) problems.push(`The next ${verb} ends with ${again.code}:\n${again.text}`);
  const stray = compareCensus(census, live.census());
  if (stray.length > 0) problems.push(["The clouds differ:", ...stray].join("\n"));
  problems.push(...live.unfinished(stack));
  if (problems.length === 0 && verb === "up") {
    const preview = await live.pulumi("preview", "--stack", stack, "--expect-no-changes").ended;
    if (preview.code !== 0) problems.push(`The second preview is not empty:\n${preview.text}`);
  }
  if (problems.length > 0) throw new Error([struck.call ?? "", ...problems].join("\n"));
}

/** A lock that the dead left is given back with the command that the refusal prints. */
async function goOn(live: Live, verb: Verb) {
  const again = await start(live, verb).ended;
  if (again.code === 0 || !again.text.includes("pulumi cancel")) return again;
  await live.pulumi("cancel", "--stack", stack, "--yes").ended;
  return start(live, verb).ended;
}

/** The work goes on while the engine takes notice, as it does when a person types Ctrl-C. */
async function interrupted(exchange: Exchange, strike: (exchange: Exchange) => void): Promise<Answer> {
  strike(exchange);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return exchange.forward();
}

function end(live: Live, { pid }: Command, victim: Victim, port: number): void {
  // A negative number is the whole group: the command and the engine below it, not the plugins, which have their own.
  const ends: Readonly<Record<Victim, () => void>> = {
    cli: () => kill(-pid),
    interrupt: () => kill(-pid, "SIGINT"),
    plugin: () => kill(findCaller(port) ?? 0),
    program: () => {
      for (const { pid: program, command } of live.processes()) if (command.includes("program.mjs")) kill(program);
    },
  };
  ends[victim]();
}
