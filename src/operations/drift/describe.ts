import { line } from "../../problem/command-line.ts";
import { observed, planned } from "../report/change-words.ts";
import { changeEntry, type Report } from "../report/report.ts";
import type { DriftReport } from "./report.ts";
import { renderDriftVerdict } from "./verdict.ts";

export function describeDrift(report: DriftReport): Report {
  const { stack, broken, cloud, config, unknown, notes } = report;
  return {
    stack,
    verdict: renderDriftVerdict(report),
    sections: [
      {
        title: "Broken",
        intro: "These do not work, or soon will not.",
        entries: broken.map(({ resource, what, cure }) => ({
          subject: resource,
          ...(cure ? { what, cure } : { quote: what }),
        })),
      },
      {
        title: "Changed in the cloud",
        intro: "Somebody changed these outside Pulumi: what was applied, and what the cloud has now.",
        entries: cloud.map(({ cure, ...change }) => ({ ...changeEntry(change, observed), cure })),
        folds: true,
      },
      {
        title: "Changed in the config and not applied",
        intro: "The next up changes these: what was applied, and what the config says now.",
        cure: { fix: "apply it", commands: [line`pulumi up --stack ${stack}`] },
        entries: config.map((change) => changeEntry(change, planned)),
        folds: true,
      },
      {
        title: "Unknown",
        intro: "These could not be read: neither clean nor missing.",
        entries: unknown.map(({ resource, why }) => ({
          subject: resource,
          quote: why || "The engine did not get to it.",
        })),
        folds: true,
      },
      { title: "Not drift", entries: notes.map((note) => ({ what: note })), folds: true },
    ],
  };
}
