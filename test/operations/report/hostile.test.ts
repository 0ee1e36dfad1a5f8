import { expect, test } from "vitest";
import { renderRecovery } from "../../../src/operations/recover/text.ts";
import { renderMarkdown } from "../../../src/operations/report/markdown.ts";
import type { Report } from "../../../src/operations/report/report.ts";
import { renderText } from "../../../src/operations/report/text.ts";
import { renderDone, renderUpText } from "../../../src/operations/up/text.ts";
import type { CommandLine } from "../../../src/problem/command-line.ts";
import { hazardsIn, hostile } from "../../problem/hostile.ts";

test.each(hostile)("what preview, drift and up print of a vendor's %j does nothing to a log", (words) => {
  const change = { kind: "change", path: words, values: "shown", before: words, after: words, replaces: true } as const;
  const cure = { fix: words, commands: [words as string as CommandLine] };
  const entry = { subject: words, what: words, quote: words, cure, properties: [change], replaces: "replaces" };
  const report: Report = {
    ...{ stack: words, verdict: "1 to change" },
    sections: [
      { title: "Errors", entries: [{ quote: words }, { what: words }], cure },
      { title: "Changes", entries: [entry] },
      { title: "Drift", entries: [entry], table: true },
    ],
  };
  const resource = { action: "create", resource: words, urn: "urn:a", type: "a:b:C", properties: [] } as const;
  const printed = [
    renderText([report], "Nothing was changed."),
    renderMarkdown(report, { limit: 100_000 }),
    renderDone(resource as unknown as Parameters<typeof renderDone>[0], 1200),
    renderRecovery({ resource: words, outcome: "several", after: "interrupted run", ids: [words] }),
    renderUpText({
      ...{ outcome: "failed", done: [], uncertain: false, differs: [words], errors: [words, `error: ${words}`] },
      recoveries: [],
      report: { stack: "staging" } as Parameters<typeof renderUpText>[0]["report"],
    }),
  ];
  for (const text of printed) expect(hazardsIn(text)).toEqual([]);
});
