import { spawn } from "node:child_process";
import {
  describeKilled,
  describeMisread,
  type Ended,
  type EngineError,
  explainEnd,
  isEcho,
  plainMessage,
} from "./error.ts";
import { openEventStream } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";
import { requirePulumi } from "./pulumi.ts";
import { type EngineRunName, tellEngineNews } from "./watch.ts";

export interface EngineOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** More variables for the program. */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes each event as it comes. */
  readonly onEvent?: (event: EngineEvent) => void;
  /**
   * Of an `up` that makes its own preview: called with that, while the engine waits. Unless it answers true, the engine is killed, which
   * has begun nothing then and leaves its lock.
   */
  readonly onPreviewed?: (preview: EngineRun) => Promise<boolean>;
}

/** How a run of the engine ended. */
export interface EngineRun {
  readonly ok: boolean;
  readonly events: readonly EngineEvent[];
  /** Events are missing, so that it is not known what the engine did. */
  readonly inconclusive: boolean;
  /** Somebody ended it before its end, such as by Ctrl-C. */
  readonly interrupted: boolean;
  /** What went wrong. Empty when all is well. */
  readonly errors: readonly EngineError[];
  readonly warnings: readonly string[];
}

/**
 * Runs `pulumi <words> --stack …` to its end and shows nothing of it: what a person reads is made from the events.
 * @throws Problem when there is no pulumi to run, or one that is too old
 */
export async function runEngine(words: readonly string[], options: EngineOptions): Promise<EngineRun> {
  await requirePulumi();
  const events: EngineEvent[] = [];
  const run: EngineRunName = { command: words[0] ?? "", stack: options.stack };
  const stopping = new AbortController();
  let { onPreviewed } = options;
  const stream = await openEventStream({
    take: (event) => {
      events.push(event);
      options.onEvent?.(event);
      tellEngineNews({ run, event });
    },
    async onPartEnd() {
      const ask = onPreviewed;
      onPreviewed = undefined;
      if (!ask) return;
      let mayGoOn = false;
      try {
        mayGoOn = await ask(runOf([...events], stream.misread));
      } finally {
        if (!mayGoOn) stopping.abort();
      }
    },
  });
  tellEngineNews({ run });
  const ended = await runPulumi([...words, "--event-log", stream.address], options, stopping.signal)
    .finally(stream.close)
    .finally(() => tellEngineNews({ run, ended: true }));
  const { ok, inconclusive, errors, ...rest } = runOf(events, stream.misread);
  const signalled = ended.signal ? [{ message: describeKilled(ended.signal, options.stack) }] : [];
  // Without a single diagnostic the engine never started.
  const silent = !ended.signal && ended.code !== 0 && errors.length === 0;
  return {
    ...rest,
    ok: ended.code === 0 && !inconclusive && !ended.signal,
    interrupted: ended.interrupted,
    inconclusive: inconclusive || ended.signal !== null,
    errors: [...errors, ...signalled, ...(silent ? [{ message: explainEnd(ended, options) }] : [])],
  };
}

/** What events tell of a run; how its process ends is not in them. */
function runOf(events: readonly EngineEvent[], misread: readonly unknown[]): EngineRun {
  const diagnostics = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
  const of = (severity: string) => diagnostics.filter((one) => one.severity === severity);
  const errors = of("error")
    .map(({ urn, message }) => ({ ...(urn && { urn }), message: plainMessage(message) }))
    .filter(({ message }) => !isEcho(message));
  if (misread.length > 0) errors.push({ message: describeMisread(misread) });
  const warnings = of("warning").map(({ message }) => plainMessage(message));
  const inconclusive = misread.length > 0;
  return { ok: errors.length === 0, interrupted: false, events, inconclusive, errors, warnings };
}

let running = 0;

/** Whether this process waits for an engine. */
export function isEngineRunning(): boolean {
  return running > 0;
}

function runPulumi(
  words: readonly string[],
  { project, stack, env }: EngineOptions,
  stopping: AbortSignal,
): Promise<Ended> {
  const args = ["-C", project, ...words, "--stack", stack, "--non-interactive", "--color", "never"];
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, {
      stdio: ["ignore", "ignore", "pipe"],
      // `--event-log` is one of the flags that the engine has for debugging; its own Automation API sets this too.
      env: { ...process.env, ...env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    stopping.addEventListener("abort", () => child.kill("SIGKILL"));
    // Ctrl-C reaches the engine too, which ends its plugins and then itself: this process outlives it.
    let interrupted = false;
    const forward = (signal: NodeJS.Signals) => {
      interrupted = true;
      if (signal === "SIGTERM") child.kill(signal);
    };
    process.on("SIGINT", forward).on("SIGTERM", forward);
    running += 1;
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running -= 1;
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve({ code, signal, interrupted, said: plainMessage(said) });
    });
  });
}
