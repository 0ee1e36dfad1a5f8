import { describePreview } from "../preview/describe.ts";
import type { Entry, Report } from "../report/report.ts";
import { quoteEntry } from "../report/report.ts";
import type { Adoption, AdoptResult } from "./adopt.ts";

/** The report of an adopt, and of the preview after it. */
export function describeAdopt(result: AdoptResult): Report[] {
  const { stack, outcome, adoptions, errors, preview } = result;
  const of = (wanted: Adoption["outcome"]) => adoptions.filter((one) => one.outcome === wanted);
  const found = of("found");
  const report: Report = {
    stack,
    verdict: verdictOf(outcome, found.length),
    sections: [
      { title: "Errors", entries: errors.map(quoteEntry), terminal: "last" },
      {
        title: "Several of one name",
        intro: "Only a person can tell which one is meant.",
        cure: { fix: "rename or delete the others at the vendor, then run this again" },
        entries: of("ambiguous").map(entryOf),
        terminal: "loud",
      },
      { title: outcome === "adopted" ? "Taken over" : "Found", entries: found.map(entryOf) },
      { title: "Could not be looked for", entries: of("unknown").map(entryOf), terminal: "loud" },
      {
        title: "Not looked for",
        intro:
          "An up makes them, or takes over an address, and refuses to overwrite secrets of a Fly app that it did not set.",
        entries: of("left").map(entryOf),
        folds: true,
      },
      { title: "Not there yet", intro: "An up makes them.", entries: of("missing").map(entryOf), folds: true },
    ],
  };
  return preview ? [report, describePreview(preview, false)] : [report];
}

function verdictOf(outcome: AdoptResult["outcome"], found: number): string {
  const verdicts = {
    adopted: `${found} taken over`,
    nothing: "nothing to take over",
    shown: `${found} to take over`,
    failed: "adopt failed",
  };
  return verdicts[outcome];
}

function entryOf({ resource, ids, why }: Adoption): Entry {
  const state = ids.length === 0 ? "" : `  ${ids.join(", ")}`;
  return { subject: resource, state, ...(why !== undefined && { what: why }) };
}
