import { line } from "../../problem/command-line.ts";
import { printable, printableLines } from "../../problem/printable.ts";
import { Problem } from "../../problem/problem.ts";
import { renderProblem } from "../../problem/text.ts";
import type { ResourceChange } from "../engine/change.ts";
import { countActions } from "../engine/changes.ts";
import { allowDestroy } from "../preview/describe.ts";
import { renderRecovery } from "../recover/text.ts";
import { applied, renderCounts } from "../report/change-words.ts";
import { block } from "../report/github-text.ts";
import { renderProblemMarkdown } from "../report/markdown.ts";
import type { UpResult } from "./up.ts";

/** A line of what has just been done, such as `created   fly App api`. */
export function renderDone({ action, resource }: ResourceChange): string {
  return `${applied[action].padEnd(8)}  ${printable(resource)}`;
}

/** How it ended, for a terminal. The last line says whether anything was changed. */
export function renderUpText(result: UpResult): string {
  const refusals = listRefusals(result).map(renderProblem);
  const said = [...listQuotes(result), ...refusals].map((text) => printableLines(text).join("\n"));
  return [...said, renderEnding(result)].join("\n\n");
}

/** The same for a step's summary. Each part stands apart: a long one is cut, and the last one must be there. */
export function renderUpMarkdown(result: UpResult): string {
  const quotes = listQuotes(result).map(block);
  const recovered = result.recoveries.length === 0 ? [] : [block(result.recoveries.map(renderRecovery).join("\n"))];
  return [
    ...recovered,
    ...quotes,
    ...listRefusals(result).map(renderProblemMarkdown),
    block(renderEnding(result)),
  ].join("\n\n");
}

/** Why nothing was done although something is to be done. None for a run that was made. */
export function listRefusals({ outcome, report, differs }: UpResult): Problem[] {
  const { stack } = report;
  if (outcome === "destructive") {
    return [
      new Problem({
        code: "would-destroy",
        what: `${stack} would lose what cannot be made again, and nobody has allowed it.`,
        fix: `see what is replaced or deleted above; ${allowDestroy(report)}`,
      }),
    ];
  }
  if (outcome !== "refused") return [];
  return [
    new Problem({
      code: "not-as-reviewed",
      what: `${stack} would not become what was reviewed: ${differs.join(", ")}.`,
      why: "Config, state or a cloud has changed since the plan was made.",
      fix: "review what would be done now, or apply it without the plan",
      commands: [line`parity preview --stack ${stack}`],
    }),
  ];
}

function listQuotes({ outcome, errors, differs }: UpResult): string[] {
  if (outcome !== "failed" || differs.length === 0) return [...errors];
  return [...errors, `Not what was planned: ${differs.join(", ")}.`];
}

function renderEnding({ outcome, report: { stack }, done, uncertain }: UpResult): string {
  const nothing = "Nothing was changed.";
  const counts = renderCounts(countActions(done));
  if (outcome === "applied")
    return counts === "" ? `${stack} is as the config says. ${nothing}` : `${stack} is up: ${counts}.`;
  const ended = outcome === "interrupted" ? "Interrupted. " : "";
  if ((outcome !== "failed" && outcome !== "interrupted") || (counts === "" && !uncertain)) return `${ended}${nothing}`;
  const made = counts === "" ? `Nothing of ${stack} was completed` : `${counts} in ${stack}`;
  if (outcome === "interrupted") {
    return `${ended}${made}${uncertain ? ", and what was under way may be done in part" : ""}. Run it again: it goes on from here.`;
  }
  return `${made}${uncertain ? ", and what failed may be done in part" : ""}. Run it again when the cause is gone.`;
}
