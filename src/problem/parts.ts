import type { CommandLine } from "./command-line.ts";
import type { Path } from "./path.ts";
import { printableLines } from "./printable.ts";
import { type Style, unstyled } from "./style.ts";

/** Where a problem is: a path of keys, and the file it is in once that is known. */
export interface Place {
  /** Name of the file, or what else holds the path, such as `environment variable`. */
  readonly file?: string;
  readonly path: Path;
  /** 1-based, when the file could be read with positions. */
  readonly line?: number;
}

export interface ProblemParts {
  /** Stable kebab-case code, listed in docs/problems.md. */
  readonly code: string;
  /** A warning is shown and does not stop anything. Default `error`. */
  readonly severity?: "error" | "warning";
  readonly where?: Place;
  /** What is wrong: one sentence or more, for a person. Never holds a secret. */
  readonly what: string;
  /** The rule or the vendor's limit, with its source where there is one. */
  readonly why?: string;
  /** What to write or to do instead. */
  readonly fix: string;
  /** Lines to run, each a whole command, in order. Following them loses nothing. */
  readonly commands?: readonly CommandLine[];
  /** Stacks that it hits, when it is one mistake in several. */
  readonly stacks?: readonly string[];
}

/** What to do about something, with or without a problem. */
export type Cure = Pick<ProblemParts, "fix" | "commands">;

/** How words and command lines are written where text is not shown as it is, such as in Markdown. */
export interface Notation {
  readonly words: (text: string) => string;
  readonly command: (line: string) => string;
  /** What stands before them, such as `Fix:`. Default: as it is. */
  readonly label?: (text: string) => string;
}

const shown = (text: string) => printableLines(text).join("\n");

/** Of a terminal or a log, to which a vendor's words do nothing. */
function terminalNotation({ strong, command }: Style): Notation {
  return { words: shown, command: (line) => command(shown(line)), label: strong };
}

/** The parts as text, one below the other. */
export function renderParts(parts: Omit<ProblemParts, "code">, style = unstyled): string {
  return listParts(parts, terminalNotation(style)).join("\n  ");
}

/** What to do, as lines of text. */
export function renderCure(cure: Cure, style = unstyled): string[] {
  return listCure(cure, terminalNotation(style));
}

/** How the parts of a problem follow one another. No other file knows. */
export function listParts({ what, why, stacks, ...cure }: Omit<ProblemParts, "code">, notation: Notation): string[] {
  const { words, label = asItIs } = notation;
  const reason = why === undefined ? [] : [`${label("Why:")} ${words(why)}`];
  const hit = stacks === undefined ? [] : [`${label("In:")} ${words(stacks.join(", "))}`];
  return [words(what), ...reason, ...listCure(cure, notation), ...hit];
}

export function listCure({ fix, commands = [] }: Cure, { words, command, label = asItIs }: Notation): string[] {
  return [`${label("Fix:")} ${words(fix)}`, ...commands.map((line) => `${label("Run:")} ${command(line)}`)];
}

function asItIs(text: string): string {
  return text;
}
