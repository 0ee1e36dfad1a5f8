import { line } from "../../problem/command-line.ts";
import { printable } from "../../problem/printable.ts";
import { hasErrors } from "../../problem/problem.ts";
import { unstyled } from "../../problem/style.ts";
import { renderProblems } from "../../problem/text.ts";
import type { Diagnosis } from "./doctor.ts";
import type { Finding } from "./finding.ts";

/** Text for people: a line for each thing that is fine, or not known, then problems in full, and what to do next. */
export function renderDiagnosis({ findings, next }: Diagnosis, style = unstyled): string {
  const told = findings.filter(({ state }) => state !== "problem");
  const width = Math.max(0, ...told.map(({ what }) => what.length));
  const row = (mark: string) => (finding: Finding) =>
    `${mark} ${printable(`${finding.what.padEnd(width)}  ${finding.detail}`)}`;
  const rows = [
    ...told.filter(({ state }) => state === "ok").map(row(style.good("ok       "))),
    ...told.filter(({ state }) => state === "unknown").map(row(style.caution("not known"))),
  ];
  const problems = problemsIn(findings);
  const blocks = [rows.join("\n"), ...(problems.length > 0 ? [renderProblems(problems, style)] : [])];
  return [...blocks.filter(Boolean), whatNext(findings, next)].join("\n\n");
}

/** Whether something has to be mended before a run can succeed. */
export function isIll(findings: readonly Finding[]): boolean {
  return hasErrors(problemsIn(findings));
}

function problemsIn(findings: readonly Finding[]) {
  return findings.flatMap(({ problem }) => problem ?? []);
}

function whatNext(findings: readonly Finding[], stack: string | undefined): string {
  if (isIll(findings)) return `Nothing was changed. Mend this, then run: ${line`parity doctor`}`;
  const unknown = findings.some(({ state }) => state === "unknown");
  const verdict = unknown ? "Nothing is wrong as far as it is known." : "Nothing is wrong.";
  const then = stack === undefined ? line`parity drift` : line`parity up --stack ${stack}`;
  return `${verdict} Next, run: ${then}`;
}
