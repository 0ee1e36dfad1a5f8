import fc from "fast-check";
import { expect, test } from "vitest";
import { describeDrift } from "../../../src/operations/drift/describe.ts";
import type { DriftReport } from "../../../src/operations/drift/report.ts";
import type { BodyOptions } from "../../../src/operations/report/body.ts";
import { renderMarkdown } from "../../../src/operations/report/markdown.ts";
import { CANARY } from "../report/changes.ts";
import { hazards, withoutCode } from "../report/markdown-reading.ts";
import { anyDrift, clean, full } from "./reports.ts";

const logUrl = "https://github.com/acme/shop/actions/runs/1";

const markdownOf = (report: DriftReport, options: BodyOptions) => renderMarkdown(describeDrift(report), options);

test("a clean stack is one line", () => {
  expect(markdownOf(clean, { limit: 4000 })).toBe("## production: clean, 22 as declared");
});

test("the kinds of findings stay apart, each with what it means and what puts it right", () => {
  expect(markdownOf(full, { limit: 65_024, logUrl })).toBe(
    `## staging: 1 broken, 1 changed in the cloud, 2 not applied, 2 unknown, 18 as declared

### Broken: 1

These do not work, or soon will not.

- \`fly DeployToken api\`: The deploy token expires on 2026-12-01, in 10 days.
  - Fix: issue another
  - Run: \`pulumi up --stack staging --replace 'urn:a$b'\`

### Changed in the cloud: 1

Somebody changed these outside Pulumi: what was applied, and what the cloud has now.

- \`fly App api\`
  - \`memory\`: \`256\` → \`1024\`
  - \`values.TOKEN\`: (secret)
  - Fix: put it back
  - Run: \`pulumi up --refresh --stack staging\`

### Changed in the config and not applied: 2

The next up changes these: what was applied, and what the config says now.

Fix: apply it\\
Run: \`pulumi up --stack staging\`

- \`fly Secrets web\` (deleted: it is no longer in the config)
- \`neon Branch review\` (new)

### Unknown: 2

These could not be read: neither clean nor missing.

- \`config\`

  \`\`\`
  Pulumi.staging.yaml:3  apps.api
    it is wrong
  \`\`\`
- \`fly machines acme-web\`

  \`\`\`
  The engine did not get to it.
  \`\`\`

### Not drift: 1

- acme-web has no machines: it was not deployed.

[log](<https://github.com/acme/shop/actions/runs/1>)`,
  );
});

test("of many properties of one resource ten are listed, and the others counted", () => {
  const properties = Array.from({ length: 12 }, (_, index) => ({
    path: `values.KEY_${index}`,
    kind: "add" as const,
    values: "hidden" as const,
    replaces: false,
  }));
  const cloud = full.cloud.map((drift) => ({ ...drift, properties }));
  const lines = markdownOf({ ...clean, outcome: "drift", cloud }, { limit: 4000 }).split("\n");
  expect(lines.slice(-5)).toEqual([
    "  - `values.KEY_8`: (none) → (secret)",
    "  - `values.KEY_9`: (none) → (secret)",
    "  - … and 2 more",
    "  - Fix: put it back",
    "  - Run: `pulumi up --refresh --stack staging`",
  ]);
});

test("the limit is kept, nobody is notified and hidden values stay hidden, whatever the report", () => {
  fc.assert(
    fc.property(anyDrift, fc.constantFrom(8000, 10_000, 65_024, Number.POSITIVE_INFINITY), (report, limit) => {
      const markdown = markdownOf(report, { limit, logUrl });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limit);
      expect(markdown).not.toContain(CANARY);
      expect(markdown).not.toMatch(hazards);
      expect(withoutCode(markdown).replaceAll("&#8203;", "-")).not.toMatch(/@\w|#\d/);
    }),
  );
});
