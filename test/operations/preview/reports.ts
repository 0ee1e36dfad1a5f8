import fc from "fast-check";
import type { PreviewReport } from "../../../src/operations/preview/report.ts";
import { change, changed, longText, resourceChange, text } from "../report/changes.ts";

export const unchanged: PreviewReport = {
  project: "plyr",
  stack: "staging",
  outcome: "no changes",
  counts: { create: 0, update: 0, replace: 0, delete: 0, unchanged: 22 },
  changes: [],
  drift: [],
  deploys: [],
  cost: { before: { low: 4.2, high: 4.5 }, after: { low: 4.2, high: 4.5 } },
  errors: [],
  warnings: [],
};

/** One of everything. */
export const full: PreviewReport = {
  project: "plyr",
  stack: "staging",
  outcome: "changes",
  counts: { create: 1, update: 1, replace: 1, delete: 1, unchanged: 18 },
  changes: [
    change(
      "cloudflare R2Bucket audio",
      "replace",
      [changed("name", "a", "b"), { ...changed("location", "wnam", "eeur"), replaces: true }],
      true,
    ),
    change("fly Secrets web", "delete"),
    change("fly App api", "update", [
      changed("memory", 256, 512),
      { path: "values.TOKEN", kind: "change", values: "hidden", replaces: false },
      { path: "values.NEW", kind: "add", values: "hidden", replaces: false },
      { path: "host", kind: "change", values: "deferred", before: "a|b", replaces: false },
    ]),
    change("neon Branch review", "create"),
  ],
  drift: [change("fly App api", "update", [changed("memory", 256, 1024)]), change("fly IpAddress v4", "delete")],
  deploys: [],
  cost: { before: { low: 4.2, high: 4.5 }, after: { low: 5.49, high: 5.79 } },
  errors: [],
  warnings: ["@acme/team was asked in #12"],
  plan: "sha256:0a1b",
  commit: "0123456789abcdef0123456789abcdef01234567",
};

export const failed: PreviewReport = {
  project: "plyr",
  stack: "staging",
  outcome: "failed",
  counts: { create: 1, update: 0, replace: 0, delete: 0, unchanged: 3 },
  changes: [change("fly App api", "create")],
  drift: [],
  deploys: [],
  errors: ["Pulumi.staging.yaml:3  apps.api\n  it is wrong\n  Fix: ```another```"],
  warnings: [],
};

const range = fc.record({ low: fc.float({ noNaN: true }), high: fc.float({ noNaN: true }) });
const size = fc.nat({ max: 100_000 });

export const anyReport: fc.Arbitrary<PreviewReport> = fc.record(
  {
    project: text,
    stack: longText,
    outcome: fc.constantFrom("changes", "no changes", "failed"),
    counts: fc.record({ create: size, update: size, replace: size, delete: size, unchanged: size }),
    changes: fc.array(resourceChange, { maxLength: 40 }),
    drift: fc.array(resourceChange, { maxLength: 10 }),
    deploys: fc.constant([]),
    cost: fc.record({ before: range, after: range }, { requiredKeys: ["after"] }),
    errors: fc.array(longText, { maxLength: 5 }),
    warnings: fc.array(longText, { maxLength: 5 }),
    plan: text,
    commit: text,
  },
  { requiredKeys: ["project", "stack", "outcome", "counts", "changes", "drift", "deploys", "errors", "warnings"] },
);
