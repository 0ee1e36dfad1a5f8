import { Project } from "../../components/project.ts";
import { templateIsNoStack } from "../../components/review/template.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { hideSecrets } from "../../problem/secrets.ts";
import { explainCheckpoint } from "./checkpoint.ts";
import { explainLock } from "./lock.ts";
import { nameResource } from "./resource-change.ts";

export interface EngineError {
  /** The resource that it is about, when it is about one. */
  readonly urn?: string;
  /**
   * In the words of program, plugin or engine, without the engine's prefixes and without tokens. Of a run that was held to
   * a plan it may quote secrets in clear.
   */
  readonly message: string;
}

/** How the engine's process ended. */
export interface Ended {
  /** `null` when it was killed. */
  readonly code: number | null;
  /** What it was killed by. */
  readonly signal: NodeJS.Signals | null;
  /** Whether this process was asked to end meanwhile. */
  readonly interrupted: boolean;
  /** On stderr. */
  readonly said: string;
}

/** A message without tokens, the engine's prefixes and the program's own blank lines. */
export function plainMessage(message: string): string {
  return explainProtected(
    hideSecrets(message, tokensIn(process.env))
      .replace(/^(error|warning): /, "")
      .replace(/^(Preview|Update|Refresh) failed: /, "")
      // One failure of a resource comes as a list of one.
      .replace(/^1 error occurred:\n\t\* /, "")
      .replace(/^Running program '.*' failed with an unhandled exception:\n?/, "")
      .trim(),
  );
}

/** As the engine refuses what is protected (pulumi/pulumi pkg/resource/deploy, step.go and step_generator.go). */
const refusal =
  /^(?:resource "(\S+)" cannot be deleted\nbecause it is protected|unable to replace resource "(\S+)"\nas)/;

/** The engine's own advice, to take the protection from the state, leaves the vendor's: a destroy then ends half-way. */
function explainProtected(message: string): string {
  const [, deleted, replaced] = refusal.exec(message) ?? [];
  const urn = deleted ?? replaced;
  if (urn === undefined) return message;
  const stack = urn.split(":")[2] ?? "";
  return new Problem({
    code: "protected",
    what: `${nameResource(urn)} is protected, and would be ${deleted ? "deleted" : "replaced"}.`,
    fix: `where that is meant, write "protect: false" in Pulumi.${stack}.yaml and apply it while the thing is still declared, then this`,
    commands: [line`parity up --stack ${stack}`],
  }).message;
}

/** The engine's last word, which says only that there were errors. */
export function isEcho(message: string): boolean {
  return /^(preview|update|refresh) failed$/.test(message) || message === "";
}

/** Why there was no run: no such stack, no passphrase, a locked state. With what to run where the engine does not say so. */
export function explainEnd(ended: Ended, { project, stack }: { project: string; stack: string }): string {
  const { code } = ended;
  // The engine's notes stand before it, such as of a plugin that it found on the PATH.
  const said = ended.said.replace(/^[\s\S]*?^error: /m, "");
  if (said === "") {
    return new Problem({
      code: "engine-silent",
      what: `The engine ended with exit code ${code} and gave no reason.`,
      fix: "see what it says when it runs alone",
      commands: [line`pulumi preview --stack ${stack}`],
    }).message;
  }
  if (said.startsWith("failed to load checkpoint")) {
    return explainCheckpoint(said, { project: new Project(project).name, stack })?.message ?? said;
  }
  if (!said.startsWith("no stack named")) return explainLock(said, stack)?.message ?? said;
  const { stacks, template } = new Project(project);
  if (stack === template?.stack) return templateIsNoStack().message;
  const written = stacks.map((one) => one.stack);
  const cure = written.includes(stack)
    ? {
        fix: "make it, or log in to the backend that has it (pulumi login)",
        commands: [line`pulumi stack init ${stack}`],
      }
    : { fix: `name one of: ${written.join(", ")}` };
  return new Problem({ code: "stack-not-made", what: said, ...cure }).message;
}

/** By somebody, or by a system that is out of memory. */
export function describeKilled(signal: NodeJS.Signals, stack: string): string {
  return new Problem({
    code: "engine-killed",
    what: `The engine was killed (${signal}), so it is not known what it did.`,
    fix: "free the stack, and run the command again: it reads the clouds first",
    commands: [line`pulumi cancel --stack ${stack}`],
  }).message;
}

/** Names no value: an event may hold secrets. */
export function describeMisread(failures: readonly unknown[]): string {
  return new Problem({
    code: "engine-not-understood",
    what: `${failures.length} of the engine's events were not understood, so it is not known what it did.`,
    fix: "use the engine that this was tested with: Pulumi 3.276.0",
  }).message;
}

/** `FlyV1` and the like stand before tokens, and are shorter than any. */
const SHORTEST_TOKEN = 8;

/**
 * What the engine and its plugins are let in with. A vendor may quote what it was sent, and not every plugin is ours.
 * Actions masks tokens in its logs alone, and a report goes to comments and issues too.
 */
function tokensIn(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    /(TOKEN|KEY)$/.test(name) ? value.split(/[,\s]+/).filter((part) => part.length >= SHORTEST_TOKEN) : [],
  );
}
