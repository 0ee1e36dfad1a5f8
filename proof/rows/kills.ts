import { type Case, type Options, pick, type Row, runCases, type Tally } from "../row.ts";
import type { Exchange } from "../stage/gate.ts";
import type { Command, Live } from "../stage/live.ts";
import { findCaller, kill } from "../stage/processes.ts";
import { converge, goOn, type Rehearsal, rehearsed, start } from "../stage/rehearsal.ts";

/** What is ended: the command and its engine, the plugin that makes the call, the program; or Ctrl-C is typed, once or twice. */
const victims = ["cli", "plugin", "program", "interrupt", "impatience"] as const;
type Victim = (typeof victims)[number];

/** Those that are no kill. */
const signals = { interrupt: "Ctrl-C", impatience: "Ctrl-C twice" } as const;

/** When: the call never arrives, its answer never does, or it was just answered. */
const moments = ["before", "after", "answered"] as const;
type Moment = (typeof moments)[number];

export const killsRow: Row = {
  name: "kills",
  about:
    "kill -9 of all at once, of CLI, plugin and program, and Ctrl-C, at each call of up and destroy of plyr.fm's staging: the next run converges; and so does a destroy that follows an up",
  run: (options) => rehearsed(options, killIn),
};

/** Kills in one command, as many as the options ask for. */
export async function killIn(live: Live, rehearsal: Rehearsal, options: Options): Promise<Tally[]> {
  const { name: of, calls } = rehearsal;
  const tallies = [await stop(live, rehearsal, options)];
  for (const victim of victims) {
    const cases: Case[] = calls.flatMap((_, i) =>
      (victim in signals ? (["after"] as const) : moments).map((moment) => ({
        name: `${of}/${victim}/${i + 1}/${moment}`,
        run: () => judge(live, rehearsal, { victim, at: i + 1, moment }),
      })),
    );
    const what = `${victim in signals ? signals[victim as keyof typeof signals] : `kills of ${victim}`} in ${of}`;
    tallies.push(await runCases(what, pick(cases, options), options));
  }
  return tallies;
}

/** Everything ends at one moment, as when a machine stops: what one run has left at each is gone on from. */
async function stop(live: Live, rehearsal: Rehearsal, options: Options): Promise<Tally> {
  const { name: of, begins, calls } = rehearsal;
  const what = `stops of the machine in ${of}`;
  const nameOf = (n: number, moment: Moment) => `${of}/machine/${n}/${moment}`;
  const names = calls.flatMap((_, i) => moments.map((moment) => ({ name: nameOf(i + 1, moment) })));
  const asked = new Set(pick(names, options).map(({ name }) => name));
  if (asked.size === 0) return { what, cases: 0, failures: [] };
  const cases: Case[] = [];
  const capture = (n: number, moment: Moment) => {
    const name = nameOf(n, moment);
    if (!asked.has(name)) return;
    const restore = live.capture();
    const run = async () => {
      restore();
      await converge(live, rehearsal, "The machine stopped.");
    };
    cases.push({ name, run });
  };
  rehearsal.restore();
  live.watch(async (exchange, n) => {
    capture(n, "before");
    const answer = await exchange.forward();
    capture(n, "after");
    setTimeout(() => capture(n, "answered"), 5);
    return answer;
  });
  await start(live, begins).ended;
  live.watch();
  return runCases(what, cases, options);
}

async function judge(
  live: Live,
  rehearsal: Rehearsal,
  { victim, at, moment }: { readonly victim: Victim; readonly at: number; readonly moment: Moment },
): Promise<void> {
  let struck = false;
  const { code, text } = await goOn(live, rehearsal, (running) => async (exchange, n) => {
    if (n !== at) return exchange.forward();
    const strike = () => {
      struck = true;
      end(live, running(), victim, exchange);
    };
    if (victim === "impatience") {
      strike();
      await new Promise((resolve) => setTimeout(resolve, 300));
      kill(-running().pid, "SIGINT");
      // What is under way would be waited for: its answer never comes.
      return new Promise(() => undefined);
    }
    if (victim === "interrupt") {
      strike();
      // The work goes on while the engine takes notice, as it does when a person types Ctrl-C.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return exchange.forward();
    }
    if (moment === "before") return void strike();
    const answer = await exchange.forward();
    if (moment === "after") return void strike();
    setTimeout(strike, 5);
    return answer;
  });
  if (!struck) throw new Error(`Call ${at} was not made:\n${text}`);
  if (victim in signals && rehearsal.begins !== "destroy" && code !== 130 && code !== 0) {
    throw new Error(`Ctrl-C ends with ${code}:\n${text}`);
  }
}

function end(live: Live, { pid }: Command, victim: Victim, { port }: Exchange): void {
  // A negative number is the whole group: the command and the engine below it, not the plugins, which have their own.
  const ends: Readonly<Record<Victim, () => void>> = {
    cli: () => kill(-pid),
    interrupt: () => kill(-pid, "SIGINT"),
    impatience: () => kill(-pid, "SIGINT"),
    plugin: () => kill(findCaller(port) ?? 0),
    program: () => {
      for (const { pid: program, command } of live.processes()) if (command.includes("program.mjs")) kill(program);
    },
  };
  ends[victim]();
}
