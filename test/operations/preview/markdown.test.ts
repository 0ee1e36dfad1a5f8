import fc from "fast-check";
import { expect, test } from "vitest";
import { isDestructive } from "../../../src/operations/engine/change.ts";
import { describePreview } from "../../../src/operations/preview/describe.ts";
import type { PreviewReport } from "../../../src/operations/preview/report.ts";
import type { BodyOptions } from "../../../src/operations/report/body.ts";
import { name } from "../../../src/operations/report/github-text.ts";
import { renderMarkdown } from "../../../src/operations/report/markdown.ts";
import { CANARY, change, changed } from "../report/changes.ts";
import { hazards, readCells, readRows } from "../report/markdown-reading.ts";
import { anyReport, failed, full, unchanged } from "./reports.ts";

const logUrl = "https://github.com/acme/shop/actions/runs/1";
const all = { limit: Number.POSITIVE_INFINITY };
const markdownOf = (report: PreviewReport, options: BodyOptions, destroyAllowed = false) =>
  renderMarkdown(describePreview(report, destroyAllowed), options);

test("a preview without changes is its verdict and its cost", () => {
  expect(markdownOf(unchanged, all)).toBe("## staging: no changes\n\nCosts 4.20 to 4.50 USD a month, as before.");
});

test("a preview with one of everything has the destructive first, with the label that allows it", () => {
  expect(markdownOf(full, { ...all, logUrl })).toBe(
    `## staging: 1 to replace, 1 to delete, 1 to change, 1 new, 18 unchanged

### Destructive, not allowed: 1

What is in these cannot be made again.

Fix: where it is meant, give the pull request the label "parity: may destroy in plyr/staging", or add --allow-destroy

- \`cloudflare R2Bucket audio\` (replaced)
  - \`location\`: \`"wnam"\` → \`"eeur"\`, replaces it
  - \`name\`: \`"a"\` → \`"b"\`

### To replace or delete: 1

- \`fly Secrets web\` (deleted: it is no longer in the config)

### To change: 1

| resource | property | before | after |
| --- | --- | --- | --- |
| \`fly App api\` | \`memory\` | \`256\` | \`512\` |
| \`fly App api\` | \`values.TOKEN\` | (secret) | (secret) |
| \`fly App api\` | \`values.NEW\` | (none) | (secret) |
| \`fly App api\` | \`host\` | \`"a\\|b"\` | (known when applied) |

### New: 1

- \`neon Branch review\`

### Changed outside Pulumi: 2

Applying puts back what the config declares.

- \`fly App api\`
  - \`memory\`: \`256\` → \`1024\`
- \`fly IpAddress v4\` (deleted)

### Warnings: 1

\`\`\`
@acme/team was asked in #12
\`\`\`

Costs 5.49 to 5.79 USD a month (was 4.20 to 4.50).

Commit \`0123456789\` · plan \`sha256:0a1b\` · [log](<https://github.com/acme/shop/actions/runs/1>)`,
  );
});

test("a failed preview shows its errors with their lines, before what it found", () => {
  expect(markdownOf(failed, all)).toBe(
    `## staging: the preview failed, and what follows is not all

### Errors: 1

\`\`\`\`
Pulumi.staging.yaml:3  apps.api
  it is wrong
  Fix: \`\`\`another\`\`\`
\`\`\`\`

### New: 1

- \`fly App api\``,
  );
});

test("what is destructive and allowed is still said, and asks for no label", () => {
  const lines = markdownOf(full, all, true).split("\n");
  expect(lines.slice(2, 5)).toEqual([
    "### Destructive, and allowed: 1",
    "",
    "What is in these cannot be made again. It is allowed.",
  ]);
});

test("a change of which the provider names no property has a row", () => {
  const report = { ...full, changes: [change("fly App api", "update")] };
  expect(readRows(markdownOf(report, all))).toEqual([
    "| resource | property | before | after |",
    "| --- | --- | --- | --- |",
    "| `fly App api` | (not said) |  |  |",
  ]);
});

test("a report that is too long loses the rows of what matters least, and no destructive change", () => {
  const many = (count: number, make: (index: number) => (typeof full.changes)[number]) =>
    Array.from({ length: count }, (_, index) => make(index));
  const changes = [
    ...many(100, (index) => change(`neon Project p${index}`, "delete", [], true)),
    ...many(2000, (index) => change(`fly App a${index}`, "update", [changed("memory", 256, 512)])),
    ...many(300, (index) => change(`fly Secrets s${index}`, "create")),
  ];
  const markdown = markdownOf({ ...full, changes }, { limit: 65_024, logUrl });
  const rows = readRows(markdown).length - 2;
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_024);
  expect(Buffer.byteLength(markdown)).toBeGreaterThan(64_900);
  expect(markdown.match(/^- `neon Project p\d+`/gm)).toHaveLength(100);
  expect(markdown).toContain("<details><summary><b>To change: 2000</b></summary>\n\n| resource |");
  expect(markdown).toContain(`| \`512\` |\n\n… and ${2000 - rows} more: see [the log](<${logUrl}>)\n\n</details>`);
  expect(markdown).toContain(`### New: 300\n\n… 300: see [the log](<${logUrl}>)\n\n### Changed outside Pulumi: 2`);
});

test("the limit is kept, hidden values stay hidden and rows keep their four cells, whatever the report", () => {
  const limits = fc.constantFrom(4000, 10_000, 65_024, Number.POSITIVE_INFINITY);
  fc.assert(
    fc.property(anyReport, limits, fc.boolean(), (report, limit, destroyAllowed) => {
      const markdown = markdownOf(report, { limit, logUrl }, destroyAllowed);
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limit);
      expect(markdown).not.toContain(CANARY);
      expect(markdown).not.toMatch(hazards);
      for (const row of readRows(markdown)) expect(readCells(row)).toHaveLength(4);
    }),
  );
});

test("every destructive change is named before anything of another kind is shown", () => {
  fc.assert(
    fc.property(anyReport, fc.constantFrom(4000, 20_000, Number.POSITIVE_INFINITY), (report, limit) => {
      const markdown = markdownOf(report, { limit, logUrl });
      const destructive = report.changes.filter(isDestructive);
      const named = destructive.filter(({ resource }) => markdown.includes(`- ${name(resource)} (`));
      if (named.length === destructive.length) return;
      expect(limit).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(readRows(markdown)).toEqual([]);
      expect(markdown).not.toMatch(/^(<details>|```)/m);
    }),
  );
});
