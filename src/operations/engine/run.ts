import { spawn } from "node:child_process";
import { hideSecrets } from "../../clouds/hide-secrets.ts";
import { Project } from "../../project/project.ts";
import { openEventStream } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";
import { requirePulumi } from "./pulumi.ts";

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
  /** What went wrong. Empty when all is well. */
  readonly errors: readonly EngineError[];
  readonly warnings: readonly string[];
}

export interface EngineError {
  /** The resource that it is about, when it is about one. */
  readonly urn?: string;
  /**
   * In the words of program, plugin or engine, without the engine's prefixes. Of a run that was held to a plan it may
   * quote secrets in clear.
   */
  readonly message: string;
}

/**
 * Runs `pulumi <words> --stack …` to its end and shows nothing of it: what a person reads is made from the events.
 * @throws Error when there is no pulumi to run, or one that is too old
 */
export async function runEngine(words: readonly string[], options: EngineOptions): Promise<EngineRun> {
  await requirePulumi();
  const events: EngineEvent[] = [];
  const stream = await openEventStream((event) => {
    events.push(event);
    options.onEvent?.(event);
  });
  const ended = await runPulumi([...words, "--event-log", stream.address], options).finally(stream.close);
  const { misread } = stream;
  const diagnostics = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
  const of = (severity: string) => diagnostics.filter((one) => one.severity === severity);
  const errors = of("error")
    .map(({ urn, message }) => ({ ...(urn && { urn }), message: plainMessage(message) }))
    .filter(({ message }) => !isEcho(message));
  if (misread.length > 0) errors.push({ message: describeMisread(misread) });
  // Without a single diagnostic the engine never started: no such stack, no passphrase, a locked state; or it was killed.
  if (ended.code !== 0 && errors.length === 0) {
    errors.push({ message: ended.said === "" ? explainSilence(ended.code, options) : explain(ended.said, options) });
  }
  const warnings = of("warning").map(({ message }) => plainMessage(message));
  return { ok: ended.code === 0 && misread.length === 0, events, errors, warnings };
}

interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals;
  readonly said: string;
}

function runPulumi(words: readonly string[], { project, stack }: EngineOptions): Promise<Ended> {
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
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve({ code: code ?? signal ?? 1, said: plainMessage(said) });
    });
  });
}

/** What the engine says when it does not start, with what to run where it does not say so itself. */
export function explain(said: string, { project, stack }: Pick<EngineOptions, "project" | "stack">): string {
  if (!said.startsWith("no stack named")) return said;
  const written = new Project(project).stacks.map((one) => one.stack);
  // A service backend takes a stack's name in full, too: organization/project/stack.
  const fix = written.includes(stack.split("/").at(-1) ?? stack)
    ? `make it: pulumi stack init ${stack}; or log in to the backend that has it: pulumi login`
    : `name one of: ${written.join(", ")}`;
  return `${said}\n  Fix: ${fix}`;
}

function explainSilence(code: Ended["code"], { stack }: EngineOptions): string {
  return (
    `The engine ended with ${code} and did not say why.\n` +
    `  Fix: see what ended it, such as a lack of memory; a lock it left is taken away by: pulumi cancel --stack ${stack}`
  );
}

/** Names no value: an event may hold secrets. */
function describeMisread(failures: readonly unknown[]): string {
  return (
    `${failures.length} of the engine's events were not understood, so it is not known what it did.\n` +
    "  Fix: use the engine that this was tested with: Pulumi 3.225.0"
  );
}

/** Without tokens, the engine's prefixes and the program's own blank lines. */
function plainMessage(message: string): string {
  return (
    hideSecrets(message, tokensIn(process.env))
      .replace(/^(error|warning): /, "")
      .replace(/^(Preview|Update|Refresh) failed: /, "")
      // One failure of a resource comes as a list of one.
      .replace(/^1 error occurred:\n\t\* /, "")
      .replace(/^Running program '.*' failed with an unhandled exception:\n?/, "")
      .trim()
  );
}

/** `FlyV1` and the like stand before tokens, and are shorter than any. */
const SHORTEST_TOKEN = 12;

/**
 * What the engine and its plugins are let in with. A vendor may quote what it was sent, and not every plugin is ours.
 * Actions masks tokens in its logs alone, and a report goes to comments and issues too.
 */
function tokensIn(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    /(TOKEN|KEY)$/.test(name) ? value.split(/[,\s]+/).filter((part) => part.length >= SHORTEST_TOKEN) : [],
  );
}

/** The engine's last word, which says only that there were errors. */
function isEcho(message: string): boolean {
  return /^(preview|update|refresh) failed$/.test(message) || message === "";
}
