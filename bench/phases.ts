import type { TimedStack } from "./timed-stack.ts";

/** Seconds of one preview, by what it was waiting for. A phase that the engine's log does not show is left out. */
export type Phases = Readonly<Record<string, number>>;

/** Where each phase begins in the engine's log (-v=9). The lines are the engine's own, of 3.276. */
const beginnings: readonly { readonly phase: string; readonly line: RegExp; readonly last?: true }[] = [
  { phase: "engine, until it starts a language host", line: /./ },
  { phase: "language host, only asked its version", line: /Launching plugin 'nodejs'/ },
  { phase: "language host", line: /Launching plugin 'nodejs'/, last: true },
  { phase: "program: node and the SDK's runner", line: /langhost\[nodejs\]\.Run\(/ },
  { phase: "program: its own code, until its first resource", line: /Running program '/ },
  { phase: "resources", line: /produced a registration: t=(?!pulumi:)/ },
  { phase: "engine, stopping its plugins", line: /killing plugin/, last: true },
];
const pluginStart = /Launching plugin '(\w+) \(resource\)'/;
const pluginReady = /Handshake: success \[.*pulumi-resource-(\w+)\]/;
/** One that starts while the program is loaded is waited for by nobody. */
const pluginPhase = "resources: plugins starting";

/** One preview each, of two stacks whose previews are warm. Writing the log takes a little time of its own. */
export async function comparePhases(a: TimedStack, b: TimedStack, say: (line: string) => void) {
  say("one more preview of each, with the engine's log");
  return { a: await readPhases(a), b: await readPhases(b) };
}

async function readPhases(stack: TimedStack): Promise<Phases> {
  const started = performance.now();
  const log = await stack.run(["preview", "--logtostderr", "-v=9"]);
  return toPhases(log, (performance.now() - started) / 1000);
}

/**
 * @param log lines such as `{"time":"2026-11-30T06:29:44.332080237Z","level":"INFO","msg":"newPlugin(): Launching plugin …"}`, behind
 * what the engine shows of its progress
 * @param wall seconds that the whole command took
 */
export function toPhases(log: string, wall: number): Phases {
  const lines = [...log.matchAll(/\{"time":"[^"]*".*\}$/gm)].flatMap(([text]) => readLine(text));
  const begun = beginnings.flatMap(({ phase, line, last }) => {
    const found = last ? lines.findLast(({ text }) => line.test(text)) : lines.find(({ text }) => line.test(text));
    return found ? [{ phase, at: found.at }] : [];
  });
  const end = lines.at(-1)?.at ?? 0;
  const outside = wall - (end - (lines[0]?.at ?? 0));
  const phases = begun.map(({ phase, at }, index) => [phase, (begun[index + 1]?.at ?? end) - at] as const);
  const first = begun.find(({ phase }) => phase === "resources")?.at ?? end;
  const plugins = pluginSeconds(lines.filter(({ at }) => at >= first));
  return Object.fromEntries([
    ["engine, before and after its log", outside],
    ...phases.flatMap(([phase, seconds]) =>
      phase === "resources" && plugins > 0
        ? [[pluginPhase, plugins] as const, ["resources: the rest", seconds - plugins] as const]
        : [[phase, seconds] as const],
    ),
  ]);
}

interface Line {
  /** Seconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** Nothing of what only looks like a line of the log. */
function readLine(text: string): Line[] {
  try {
    const { time, msg } = JSON.parse(text) as { readonly time: string; readonly msg: string };
    // A Date knows no part of a millisecond.
    const [whole = "", fraction = "0"] = time.replace(/Z$/, "").split(".");
    return [{ at: Date.parse(`${whole}Z`) / 1000 + Number(`0.${fraction}`), text: msg }];
  } catch {
    return [];
  }
}

/** From the start of each resource plugin to its handshake, together: the engine starts them one after the other. */
function pluginSeconds(lines: readonly Line[]): number {
  return lines.reduce((sum, { at, text }) => {
    const name = pluginStart.exec(text)?.[1];
    const ready = lines.find((line) => line.at >= at && pluginReady.exec(line.text)?.[1] === name);
    return name && ready ? sum + ready.at - at : sum;
  }, 0);
}
