import { spawn } from "node:child_process";
import { openEventStream } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";

export interface EngineOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Told of each event as it comes. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** How a run of the engine ended. */
export interface EngineRun {
  readonly ok: boolean;
  readonly events: readonly EngineEvent[];
  /**
   * What went wrong, in the words of program, plugins and engine, without their prefixes. Empty when all is well.
   * May quote secrets when the run was held to a plan: see `violations`.
   */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Runs `pulumi <words> --stack …` to its end and shows nothing of it: what a person reads is made from the events.
 * @throws Error when there is no pulumi to run
 */
export async function runEngine(words: readonly string[], options: EngineOptions): Promise<EngineRun> {
  const events: EngineEvent[] = [];
  const stream = await openEventStream((event) => {
    events.push(event);
    options.onEvent?.(event);
  });
  try {
    const { code, said } = await runPulumi([...words, "--event-log", stream.address], options);
    const diagnostics = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
    const messages = (severity: string) =>
      diagnostics.filter((one) => one.severity === severity).map(({ message }) => plainMessage(message));
    const errors = messages("error").filter((message) => !isEcho(message));
    // Without a single diagnostic the engine never started: no such stack, no passphrase, a locked state.
    return {
      ok: code === 0,
      events,
      errors: code === 0 || errors.length > 0 ? errors : [said],
      warnings: messages("warning"),
    };
  } finally {
    stream.close();
  }
}

function runPulumi(
  words: readonly string[],
  { project, stack }: EngineOptions,
): Promise<{ code: number; said: string }> {
  const args = ["-C", project, ...words, "--stack", stack, "--non-interactive", "--color", "never"];
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, {
      stdio: ["ignore", "ignore", "pipe"],
      // `--event-log` is one of the flags that the engine has for debugging; its own Automation API sets this too.
      env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    // Ctrl-C reaches the engine by itself, which ends its plugins and then itself: this process outlives it.
    const forward = (signal: NodeJS.Signals) => (signal === "SIGTERM" ? child.kill(signal) : undefined);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? noPulumi() : error));
    child.once("close", (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve({ code: code ?? 1, said: plainMessage(said) });
    });
  });
}

function noPulumi(): Error {
  return new Error(
    "There is no pulumi on the PATH.\n  Fix: install Pulumi 3.225 or newer (https://www.pulumi.com/docs/install/), or try it without " +
      "an account: npm run sandbox -- parity …",
  );
}

/** Without the engine's prefixes and the program's own blank lines. */
function plainMessage(message: string): string {
  return message
    .replace(/^(error|warning): /, "")
    .replace(/^(Preview|Update|Refresh) failed: /, "")
    .replace(/^Running program '.*' failed with an unhandled exception:\n?/, "")
    .trim();
}

/** The engine's last word, which says only that there were errors. */
function isEcho(message: string): boolean {
  return /^(preview|update|refresh) failed$/.test(message) || message === "";
}
