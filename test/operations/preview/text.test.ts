import fc from "fast-check";
import { expect, test } from "vitest";
import { describePreview } from "../../../src/operations/preview/describe.ts";
import type { PreviewReport } from "../../../src/operations/preview/report.ts";
import { renderText } from "../../../src/operations/report/text.ts";
import { CANARY } from "../report/changes.ts";
import { anyReport, failed, full, unchanged } from "./reports.ts";

const ending = "Nothing was changed: this is a preview.";
const textOf = (report: PreviewReport, destroyAllowed = false) =>
  renderText([describePreview(report, destroyAllowed)], ending);

test("a preview without changes says so, and what it costs", () => {
  expect(textOf(unchanged)).toBe(`staging: no changes

Costs 4.20 to 4.50 USD a month, as before.

Nothing was changed: this is a preview.`);
});

test("a cost that differs where nothing is changed comes with where to look for it", () => {
  const dearer = { ...unchanged, cost: { before: { low: 4, high: 4 }, after: { low: 8, high: 8 } } };
  expect(textOf(dearer)).toContain(
    "Costs 8.00 USD a month (was 4.00). The difference is in machines, which the next deploy changes, or in list prices.",
  );
});

test("a preview with one of everything has the destructive first", () => {
  expect(textOf(full)).toBe(
    `staging: 1 to replace, 1 to delete, 1 to change, 1 new, 18 unchanged

DESTRUCTIVE, NOT ALLOWED. What is in these cannot be made again.
  cloudflare R2Bucket audio (replaced)
    name      "a" -> "b"
    location  "wnam" -> "eeur"  (replaces it)
  Fix: where it is meant, give the pull request the label "parity: may destroy in plyr/staging", or add --allow-destroy

To replace or delete:
  fly Secrets web (deleted: it is no longer in the config)

To change:
  fly App api
    memory        256 -> 512
    values.TOKEN  (secret)
    values.NEW    (none) -> (secret)
    host          "a|b" -> (known when applied)

New:
  neon Branch review

Changed outside Pulumi. Applying puts back what the config declares.
  fly App api
    memory  256 -> 1024
  fly IpAddress v4 (deleted)

Costs 5.49 to 5.79 USD a month (was 4.20 to 4.50).

Warnings:
  @acme/team was asked in #12

Nothing was changed: this is a preview.`,
  );
});

test("a failed preview says that it is not all, and what was wrong", () => {
  expect(textOf(failed)).toBe(
    `staging: the preview failed, and what follows is not all

New:
  fly App api

Errors:
  Pulumi.staging.yaml:3  apps.api
    it is wrong
    Fix: \`\`\`another\`\`\`

Nothing was changed: this is a preview.`,
  );
});

test("what is destructive and allowed is still said, and asks for nothing", () => {
  const lines = textOf(full, true).split("\n");
  expect(lines.slice(2, 7)).toEqual([
    "DESTRUCTIVE, AND ALLOWED. What is in these cannot be made again. It is allowed.",
    "  cloudflare R2Bucket audio (replaced)",
    '    name      "a" -> "b"',
    '    location  "wnam" -> "eeur"  (replaces it)',
    "",
  ]);
});

test("a stack that was not up before has no cost to compare with", () => {
  const text = textOf({ ...unchanged, cost: { after: { low: 2, high: 2 } } });
  expect(text.split("\n")[2]).toBe("Costs 2.00 USD a month.");
});

test("no hidden value is shown and no control character reaches the terminal, whatever the report", () => {
  fc.assert(
    fc.property(anyReport, fc.boolean(), (report, destroyAllowed) => {
      const text = textOf(report, destroyAllowed);
      expect(text).not.toContain(CANARY);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text.endsWith("\n\nNothing was changed: this is a preview.")).toBe(true);
    }),
  );
});

test("a name that GitHub would not take for a label names the option alone", () => {
  const text = textOf({ ...full, project: "a-product-of-a-long-name", stack: "production" }, false);
  expect(text).toContain("Fix: where it is meant, add --allow-destroy\n");
});

test("what only the next deployment changes is told, with the files that are stale until then", () => {
  const memory = { path: "processes.app.machine.memory", before: 256, after: 512 };
  const properties = [{ ...memory, kind: "change", values: "shown", replaces: false } as const];
  const text = textOf({ ...unchanged, deploys: [{ app: "api", files: ["fly.toml", "deploy.yml"], properties }] });
  expect(text).toContain("Changed by the next deploy. An up does none of this: ");
  expect(text).toMatch(/app api\n +processes\.app\.machine\.memory +256 -> 512\n +stale: fly\.toml, deploy\.yml\n/);
  expect(text).toContain("Fix: write them again with parity render, commit them there, and deploy");
});
