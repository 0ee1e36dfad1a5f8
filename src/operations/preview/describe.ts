import { isDestructive } from "../engine/change.ts";
import { observed, planned } from "../report/change-words.ts";
import { changeEntry, quoteEntry, type Report } from "../report/report.ts";
import { destroyLabel, type PreviewReport } from "./report.ts";
import { renderComparison, renderCost, renderVerdict } from "./verdict.ts";

/** `destroyAllowed`: a label of the pull request, or whoever runs this, allows what is destructive. */
export function describePreview(report: PreviewReport, destroyAllowed: boolean): Report {
  const { stack, changes, drift, deploys, warnings, errors, commit, plan } = report;
  const harmless = changes.filter((change) => !isDestructive(change));
  const plannedEntries = (list: PreviewReport["changes"]) => list.map((change) => changeEntry(change, planned));
  return {
    stack,
    verdict: renderVerdict(report),
    sections: [
      {
        title: `Destructive, ${destroyAllowed ? "and" : "not"} allowed`,
        intro: `What is in these cannot be made again.${destroyAllowed ? " It is allowed." : ""}`,
        ...(!destroyAllowed && { cure: { fix: allowDestroy(report) } }),
        entries: plannedEntries(changes.filter(isDestructive)),
        terminal: "loud",
        tone: "bad",
      },
      { title: "Errors", entries: errors.map(quoteEntry), terminal: "last", tone: "bad" },
      {
        title: "To replace or delete",
        tone: "caution",
        entries: plannedEntries(harmless.filter(({ action }) => action === "replace" || action === "delete")),
      },
      {
        title: "To change",
        tone: "caution",
        entries: plannedEntries(harmless.filter(({ action }) => action === "update")),
        table: true,
        folds: true,
      },
      {
        title: "New",
        tone: "good",
        entries: harmless.flatMap(({ action, resource }) => (action === "create" ? { subject: resource } : [])),
        folds: true,
      },
      {
        title: "Changed outside Pulumi",
        tone: "caution",
        intro: "Applying puts back what the config declares.",
        entries: drift.map((change) => changeEntry(change, observed)),
        folds: true,
      },
      {
        title: "Changed by the next deploy",
        intro:
          "An up does none of this: a deployment reads it from files of the application's repository, which are stale until they are rendered again.",
        cure: { fix: "write them again with parity render, commit them there, and deploy" },
        entries: deploys.map(({ app, files, properties }) => ({
          subject: `app ${app}`,
          what: `stale: ${files.join(", ")}`,
          properties,
        })),
        folds: true,
      },
      { title: "Warnings", entries: warnings.map(quoteEntry), folds: true, terminal: "last", tone: "caution" },
    ],
    note: [renderCost(report), renderComparison(report)].filter(Boolean).join(" "),
    about: { ...(commit !== undefined && { Commit: commit.slice(0, 10) }), ...(plan !== undefined && { plan }) },
  };
}

/** "name is too long (maximum is 50 characters)": what GitHub answers for a label. */
const longestLabel = 50;

/** What to do where a stack may lose what cannot be made again. */
export function allowDestroy(report: Pick<PreviewReport, "project" | "stack">): string {
  if (destroyLabel(report).length > longestLabel) return "where it is meant, add --allow-destroy";
  return `where it is meant, give the pull request the label "${destroyLabel(report)}", or add --allow-destroy`;
}
