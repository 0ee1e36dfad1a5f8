import { paragraphs, table } from "../../documents/page/markdown.ts";
import type { ResourceChange } from "../engine/change.ts";
import { type BodyOptions, fitBody, type Section } from "../report/body.ts";
import { renderChangeBullet, renderChangeRows } from "../report/change-bullets.ts";
import { planned, seen } from "../report/change-words.ts";
import { block, linkLog, name, sentence } from "../report/github-text.ts";
import { shorten } from "../report/printable.ts";
import { destroyLabel, type PreviewReport } from "./report.ts";
import { partChanges, renderCost, renderVerdict } from "./verdict.ts";

export interface PreviewMarkdownOptions extends BodyOptions {
  /** A label of the pull request, or whoever runs this, allows what is destructive. */
  readonly destroyAllowed: boolean;
}

/** The report as GitHub-flavoured Markdown, for a comment or a step's summary. A limit under 4,000 may not be kept. */
export function renderPreviewMarkdown(report: PreviewReport, options: PreviewMarkdownOptions): string {
  const { stack, drift, warnings, errors } = report;
  const { destructive, remade, changed, created } = partChanges(report);
  const sections: Section[] = [
    {
      title: `Destructive, ${options.destroyAllowed ? "and allowed" : "not allowed"}: ${destructive.length}`,
      intro: explainDestructive(stack, options.destroyAllowed),
      rows: destructive.map((change) => renderChangeBullet(change, planned)),
      folds: false,
    },
    { title: `Errors: ${errors.length}`, rows: errors.map(block), folds: false },
    {
      title: `To replace or delete: ${remade.length}`,
      rows: remade.map((change) => renderChangeBullet(change, planned)),
      folds: false,
    },
    { title: `To change: ${changed.length}`, ...changeTable(changed), folds: true },
    { title: `New: ${created.length}`, rows: created.map(({ resource }) => `- ${name(resource)}`), folds: true },
    {
      title: `Changed outside Pulumi: ${drift.length}`,
      intro: "Applying puts back what the config declares.",
      rows: drift.map((change) => renderChangeBullet(change, seen)),
      folds: true,
    },
    { title: `Warnings: ${warnings.length}`, rows: warnings.map(block), folds: true },
  ];
  const head = `## ${sentence(shorten(stack))}: ${renderVerdict(report)}`;
  return fitBody({ head, sections, tail: renderTail(report, options.logUrl) }, options);
}

function explainDestructive(stack: string, allowed: boolean): string {
  const label = name(destroyLabel(stack));
  return allowed
    ? "What is in these cannot be made again. It is allowed."
    : `What is in these cannot be made again. Where it is meant, give the pull request the label ${label}.`;
}

/** One row a property. */
function changeTable(changes: readonly ResourceChange[]): Pick<Section, "tableHead" | "rows"> {
  const [head = "", rule = "", ...rows] = table(
    ["resource", "property", "before", "after"],
    changes.flatMap(renderChangeRows),
  ).split("\n");
  return { tableHead: [head, rule], rows };
}

function renderTail(report: PreviewReport, logUrl: string | undefined): string {
  const { commit, plan } = report;
  const about = [
    ...(commit === undefined ? [] : [`Commit ${name(commit.slice(0, 10))}`]),
    ...(plan === undefined ? [] : [`plan ${name(plan)}`]),
    ...(logUrl === undefined ? [] : [linkLog("log", logUrl)]),
  ];
  return paragraphs(renderCost(report), about.join(" · "));
}
