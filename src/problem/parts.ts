import type { Path } from "./path.ts";

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
  readonly commands?: readonly string[];
}

/** How the parts of a problem follow one another as text. No other file knows. */
export function renderParts({ what, why, fix, commands = [] }: Omit<ProblemParts, "code">): string {
  const lines = [what];
  if (why !== undefined) lines.push(`Why: ${why}`);
  lines.push(`Fix: ${fix}`, ...commands.map((command) => `Run: ${command}`));
  return lines.join("\n  ");
}
