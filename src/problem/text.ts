import { renderParts } from "./parts.ts";
import { renderPath } from "./path.ts";
import { printable } from "./printable.ts";
import type { Problem } from "./problem.ts";
import { unstyled } from "./style.ts";

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
export function renderProblems(problems: readonly Problem[], style = unstyled): string {
  const ordered = [...problems].sort((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
  return [...ordered.map((problem) => renderProblem(problem, style)), countProblems(problems)].join("\n\n");
}

export function renderProblem(problem: Problem, style = unstyled): string {
  const { severity, where, what, code } = problem;
  const mark = severity === "warning" ? "warning: " : "";
  const parts = renderParts({ ...problem.toJSON(), what: `${mark}${what}  [${code}]` }, style);
  if (where === undefined) return parts;
  const line = where.line === undefined ? "" : `:${where.line}`;
  const place = printable(`${where.file ?? ""}${line}  ${renderPath(where.path)}`.trim());
  return [style[severity === "warning" ? "caution" : "bad"](place), `  ${parts}`].join("\n");
}

export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  return [errors > 0 && count(errors, "problem"), warnings > 0 && count(warnings, "warning")]
    .filter(Boolean)
    .join(", ");
}
