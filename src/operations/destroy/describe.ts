import { isDestructive } from "../engine/change.ts";
import type { PreviewReport } from "../preview/report.ts";
import { renderVerdict } from "../preview/verdict.ts";
import type { Report } from "../report/report.ts";

/** What a destroy is about to delete, what cannot be made again first. */
export function describeDestroy(report: PreviewReport): Report {
  const { stack, changes, warnings } = report;
  const named = (list: PreviewReport["changes"]) => list.map(({ resource }) => ({ subject: resource }));
  return {
    stack,
    verdict: renderVerdict(report),
    sections: [
      {
        title: "Lost",
        intro: "What is in these cannot be made again.",
        entries: named(changes.filter(isDestructive)),
        terminal: "loud",
      },
      { title: "To delete", entries: named(changes.filter((change) => !isDestructive(change))) },
      { title: "Warnings", entries: warnings.map((quote) => ({ quote })), terminal: "last" },
    ],
  };
}
