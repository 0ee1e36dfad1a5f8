import { SandboxError } from "./sandbox-error.ts";
import { typed } from "./typed.ts";

/** A command line of the sandbox, split into the sandbox's own flags and what follows them. */
export interface CommandLine {
  readonly dir?: string;
  readonly system?: string;
  /** A subcommand of the sandbox or a pulumi command, with its arguments. */
  readonly words: readonly string[];
}

/** Flags of the sandbox stand before the command; everything from the command on is left as it is. */
export function splitArguments(argv: readonly string[]): CommandLine {
  const own: { dir?: string; system?: string } = {};
  let at = 0;
  while (at < argv.length) {
    const [, flag, , inline] = /^--(dir|system)(=(.*))?$/s.exec(argv[at] ?? "") ?? [];
    if (flag !== "dir" && flag !== "system") break;
    const value = inline ?? argv[at + 1];
    if (!value || (inline === undefined && value.startsWith("-"))) {
      throw new SandboxError(`--${flag} needs a value: ${typed} --${flag} <value> up --stack staging`, 2);
    }
    own[flag] = value;
    at += inline === undefined ? 2 : 1;
  }
  return { ...own, words: argv.slice(at) };
}

/** What the sandbox has to know of a pulumi command to prepare for it. */
export interface EngineCommand {
  /** Canonical, such as `up` for `update`; two words for `stack` and `config` subcommands. */
  readonly name: string;
  readonly stack?: string;
}

const aliases: Readonly<Record<string, string>> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  dn: "destroy",
};

/** Global flags of pulumi that take a value in the next word; needed to find the command behind them. */
const valueFlags = ["-s", "--stack", "--color", "-v", "--verbose", "--tracing", "--profiling", "--memprofilerate"];

/** @throws SandboxError for a flag that would lead out of the sandbox's project folder */
export function readEngineCommand(words: readonly string[]): EngineCommand {
  const end = words.indexOf("--");
  const read = end === -1 ? words : words.slice(0, end);
  if (read.some((word) => /^(-C|--cwd)(=|$)/.test(word) || /^-C./.test(word))) {
    throw new SandboxError(
      "The sandbox runs pulumi in a project folder of its own.\n  Fix: use --system <name> instead of --cwd.",
      2,
    );
  }
  const plain = read.filter((word, i) => !word.startsWith("-") && !valueFlags.includes(read[i - 1] ?? ""));
  const [first = "", second] = plain;
  const name = aliases[first] ?? first;
  const stack = readStack(read);
  return { name: name === "stack" && second ? `stack ${second}` : name, ...(stack && { stack }) };
}

function readStack(words: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    if (word === "--stack" || word === "-s") return words[i + 1];
    const inline = /^(?:--stack=|-s=?)(.+)$/s.exec(word)?.[1];
    if (inline && !word.startsWith("--s-")) return inline;
  }
  return undefined;
}

/** Commands of the sandbox itself: none of them is one of pulumi. */
const own: readonly string[] = [
  ...["status", "show", "journal"],
  ...["operations", "fault", "faults"],
  ...["conditions", "artifact"],
  ...["page", "variables", "engine", "stop", "reset"],
];

export function isSandboxCommand(word: string): boolean {
  return own.includes(word);
}
