import { paragraphs } from "../../documents/page/markdown.ts";
import { renderChangeLines, renderPart } from "../report/change-lines.ts";
import { type ChangeWords, planned, seen } from "../report/change-words.ts";
import { printableLines, printableName } from "../report/printable.ts";
import { destroyLabel, type PreviewReport } from "./report.ts";
import { partChanges, renderCost, renderVerdict } from "./verdict.ts";

export interface PreviewTextOptions {
  /** A label of the pull request, or whoever runs this, allows what is destructive. */
  readonly destroyAllowed: boolean;
  /** The last line. Default: that nothing was changed. */
  readonly ending?: string;
}

/** The report for a terminal. The first line is the verdict. */
export function renderPreviewText(
  report: PreviewReport,
  { destroyAllowed, ending = "Nothing was changed: this is a preview." }: PreviewTextOptions,
): string {
  const { stack, drift, warnings, errors } = report;
  const { destructive, remade, changed, created } = partChanges(report);
  const list = (changes: PreviewReport["changes"], words: ChangeWords) =>
    changes.flatMap((change) => renderChangeLines(change, words));
  const permission = destroyAllowed
    ? "It is allowed."
    : `Where it is meant, give the pull request the label "${printableName(destroyLabel(stack))}", or add --allow-destroy.`;
  return paragraphs(
    `${printableName(stack)}: ${renderVerdict(report)}`,
    renderPart(
      `DESTRUCTIVE, ${destroyAllowed ? "and allowed" : "NOT ALLOWED"}: what is in these cannot be made again`,
      destructive.length === 0 ? [] : [...list(destructive, planned), permission],
    ),
    renderPart("To replace or delete:", list(remade, planned)),
    renderPart("To change:", list(changed, planned)),
    renderPart(
      "New:",
      created.map(({ resource }) => printableName(resource)),
    ),
    renderPart("Changed outside Pulumi; applying puts back what the config declares:", list(drift, seen)),
    renderCost(report),
    renderPart("Warnings:", warnings.flatMap(printableLines)),
    renderPart("Errors:", errors.flatMap(printableLines)),
    ending,
  );
}
