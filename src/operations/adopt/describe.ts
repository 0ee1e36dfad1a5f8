import { describePreview } from "../preview/describe.ts";
import { type Entry, quoteEntry, type Report } from "../report/report.ts";
import type { AdoptResult } from "./adopt.ts";
import type { Adoption } from "./adoption.ts";

/** The report of an adopt, and of the preview after it. */
export function describeAdopt(result: AdoptResult): Report[] {
  const { stack, outcome, adoptions, kept, extras, errors, preview } = result;
  const of = (which: Adoption["outcome"]) => adoptions.filter((one) => one.outcome === which).map(entryOf);
  const found = of("found");
  const report: Report = {
    stack,
    verdict: verdictOf(outcome, found.length + kept.length),
    sections: [
      { title: "Errors", entries: errors.map(quoteEntry), terminal: "last" },
      {
        title: "Several of one name",
        intro: "Only a person can tell which one is meant.",
        cure: { fix: "rename or delete the others at the vendor, then run this again" },
        entries: of("ambiguous"),
        terminal: "loud",
      },
      {
        title: "Belongs to another state",
        intro: "It carries the mark of another lineage, whose next up or destroy would change or delete it.",
        cure: { fix: "choose another name here, or go on with the state that made it" },
        entries: of("foreign"),
        terminal: "loud",
      },
      { title: outcome === "adopted" ? "Taken over" : "Found", entries: found },
      {
        title: "Kept",
        intro:
          `Nobody can read these back: they stay as their vendor has them, by the list \`kept\` of Pulumi.${stack}.yaml. ` +
          "To set one from here, remove its line, once its value is given.",
        entries: kept.map((path) => ({ subject: path, state: "" })),
      },
      { title: "Could not be looked for", entries: of("unknown"), terminal: "loud" },
      {
        title: "Beside it",
        intro: "The config does not declare these, and nothing changes them. To have them declared, add the lines.",
        entries: extras.map(({ what, lines }) => ({ subject: what, state: "", what: lines.join("\n") })),
      },
      {
        title: "Not looked for",
        intro: "These have no name to be found by: an up makes them.",
        entries: of("left"),
        folds: true,
      },
      {
        title: "Looked for later",
        intro: "The names of these are known once what they hang on is taken over.",
        entries: of("later"),
      },
      { title: "Not there yet", intro: "An up makes them.", entries: of("missing"), folds: true },
    ],
  };
  return preview ? [report, describePreview(preview, false)] : [report];
}

function verdictOf(outcome: AdoptResult["outcome"], found: number): string {
  const verdicts = {
    adopted: `${found} taken over`,
    nothing: "nothing to take over",
    shown: found === 0 ? "nothing to take over" : `${found} to take over`,
    failed: "adopt failed",
  };
  return verdicts[outcome];
}

function entryOf({ resource, ids, why }: Adoption): Entry {
  // What follows the "?" says how it is imported.
  const state = ids.length === 0 ? "" : `  ${ids.map((id) => id.replace(/\?.*/, "")).join(", ")}`;
  return { subject: resource, state, ...(why !== undefined && { what: why }) };
}
