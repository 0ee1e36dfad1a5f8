import type { Problem as VendorProblem } from "../problem/problem.ts";

/** A place in the user's own files: a file and a path of keys inside it, such as `config.plyr:environment.apps.api`. */
export interface Place {
  readonly file: string;
  readonly path: readonly (string | number)[];
  /** 1-based, when the file could be read with positions. */
  readonly line?: number;
}

/** One thing wrong with what the user wrote, in four parts: where, what, why, and what to write instead. */
export interface Problem {
  /** Stable kebab-case code, listed in docs/problems.md. */
  readonly code: string;
  /** A warning is shown and does not stop anything. */
  readonly severity: "error" | "warning";
  readonly place: Place;
  readonly what: string;
  /** The rule or the vendor's limit, with its source where there is one. */
  readonly why?: string;
  readonly fix: string;
}

/** A problem before its place is known in a file: `path` is relative to the system or environment object. */
export type Finding = Omit<Problem, "place"> & { readonly path: readonly (string | number)[] };

export function finding(code: string, path: Finding["path"], what: string, fix: string, why?: string): Finding {
  return { code, severity: "error", path, what, fix, ...(why !== undefined && { why }) };
}

/** What a vendor's rule says of a value, at its place in the config. */
export function findingsAt(path: Finding["path"], problem: VendorProblem | undefined): Finding[] {
  if (problem === undefined) return [];
  const { code, severity, what, fix, why } = problem;
  return [{ ...finding(code, path, what, fix, why), severity }];
}

/** Each finding once: two apps in one wrong default region are one mistake. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((found) => [`${found.code} ${renderPath(found.path)} ${found.what}`, found]));
  return [...byText.values()];
}

/** `apps.api.secrets.DATABASE_URL`, with `["odd.key"]` where a key has a dot in it, `[0]` for list items. */
export function renderPath(path: readonly (string | number)[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[^.[\]"]+$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/**
 * All problems as text, errors before warnings, one block each:
 *
 *     Pulumi.staging.yaml:12  plyr:environment.apps.api.name
 *       "plyr_api" is not a name Fly accepts.  [fly-app-name]
 *       Why: …
 *       Fix: write "plyr-api".
 *
 * The last line says how many there are; the caller adds whether anything was changed.
 */
export function renderProblems(problems: readonly Problem[]): string {
  const ordered = [...problems].sort((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
  return [...ordered.map(renderProblem), countProblems(problems)].join("\n\n");
}

function renderProblem({ severity, place, what, why, fix, code }: Problem): string {
  const line = place.line === undefined ? "" : `:${place.line}`;
  const mark = severity === "warning" ? "warning: " : "";
  const lines = [`${place.file}${line}  ${renderPath(place.path)}`, `  ${mark}${what}  [${code}]`];
  if (why !== undefined) lines.push(`  Why: ${why}`);
  lines.push(`  Fix: ${fix}`);
  return lines.join("\n");
}

export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  return [errors > 0 && count(errors, "problem"), warnings > 0 && count(warnings, "warning")]
    .filter(Boolean)
    .join(", ");
}

export function hasErrors(problems: readonly { severity: Problem["severity"] }[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}
