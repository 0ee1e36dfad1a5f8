import { line } from "../../problem/command-line.ts";
import { printable, printableLines } from "../../problem/printable.ts";
import { Problem } from "../../problem/problem.ts";
import { type Style, unstyled } from "../../problem/style.ts";
import { renderProblem } from "../../problem/text.ts";
import type { Action, ResourceChange } from "../engine/change.ts";
import { countActions } from "../engine/changes.ts";
import { allowDestroy } from "../preview/describe.ts";
import { renderRecovery } from "../recover/text.ts";
import { applied, renderCounts } from "../report/change-words.ts";
import { block } from "../report/github-text.ts";
import { renderProblemMarkdown } from "../report/markdown.ts";
import { type Ahead, nothingAhead } from "./next.ts";
import type { UpResult } from "./result.ts";

const tones: Readonly<Record<Action, keyof Style>> = {
  create: "good",
  update: "caution",
  replace: "bad",
  delete: "bad",
};

/** A line of what has just been done, such as `created   fly App api  1.2 s`. */
export function renderDone({ action, resource }: ResourceChange, took: number, style = unstyled): string {
  const seconds = style.faint(`${(took / 1000).toFixed(1)} s`);
  return `${style[tones[action]](applied[action].padEnd(8))}  ${printable(resource)}  ${seconds}`;
}

/** What is there, and what is left to do, for a terminal: apart from the lines of what was done. */
function renderAhead({ urls, next }: Ahead, style: Style): string[] {
  const width = Math.max(0, ...urls.map(({ thing }) => thing.length));
  const addresses = urls.map(({ thing, url }) => `${printable(thing).padEnd(width)}  ${printable(url)}`);
  const steps = next.flatMap(({ what, command }) => [
    `- ${printable(what)}`,
    ...(command ? [`  ${style.strong("Run:")} ${style.command(command)}`] : []),
  ]);
  const blocks = [
    ...(addresses.length > 0 ? [addresses.join("\n")] : []),
    ...(steps.length > 0 ? [[style.strong("Next:"), ...steps].join("\n")] : []),
  ];
  return blocks.map((text, index) => (index === 0 ? `\n${text}` : text));
}

/** How it ended, for a terminal. The last line says whether anything was changed. */
export function renderUpText(result: UpResult, ahead: Ahead = nothingAhead, style = unstyled): string {
  const quotes = listQuotes(result).map((text) => printableLines(text).join("\n"));
  const refusals = listRefusals(result).map((problem) => renderProblem(problem, style));
  return [...quotes, ...refusals, ...renderAhead(ahead, style), renderEnding(result)].join("\n\n");
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
