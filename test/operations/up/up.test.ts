import { expect, test } from "vitest";
import { reportChanges } from "../../../src/operations/engine/applied.ts";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import { connectSources } from "../../../src/operations/existing/sources.ts";
import type { PreviewReport } from "../../../src/operations/preview/report.ts";
import type { UpResult } from "../../../src/operations/up/result.ts";
import { renderUpMarkdown, renderUpText } from "../../../src/operations/up/text.ts";
import { bringUp, resultOf } from "../../../src/operations/up/up.ts";
import { acme, folderWith, losing } from "../../cli/command.ts";
import { scriptPulumi } from "../engine/scripted-pulumi.ts";
import { stepOn } from "../engine/step.ts";

const secrets = stepOn("parity:fly:Secrets", "api", {});
const violation = {
  urn: secrets.urn,
  message: `resource ${secrets.urn} violates plan: properties changed: =~values[{canary-of-the-plan}]`,
};
const run = { ok: false, inconclusive: false, interrupted: false, events: [], errors: [], warnings: [] };
const made = (metadata: EngineStep) => ({ resOutputsEvent: { metadata, planning: false } });
const started = (metadata: EngineStep) => ({ resourcePreEvent: { metadata, planning: false } });
const planned = (metadata: EngineStep) => ({ resOutputsEvent: { metadata, planning: true } });

test("a run that differs from its plan names the resource and none of the values that the engine prints", () => {
  const result = resultOf({ ...run, events: [planned(secrets)], errors: [violation] });
  expect(result).toEqual({ outcome: "refused", done: [], uncertain: false, differs: ["fly Secrets api"], errors: [] });
  expect(JSON.stringify(result)).not.toContain("canary-of-the-plan");
});

test("a violation without a resource of its own is read from its words", () => {
  const { message } = violation;
  expect(resultOf({ ...run, errors: [{ message }] }).differs).toEqual(["fly Secrets api"]);
});

test.each([
  [
    "a resource that the plan does not have",
    { urn: secrets.urn, message: "create is not allowed by the plan: no steps were expected for this resource" },
    "fly Secrets api",
  ],
  [
    "a resource that the plan leaves alone",
    { urn: secrets.urn, message: "update is not allowed by the plan: this resource is constrained to same" },
    "fly Secrets api",
  ],
  ["a component that the plan does not have", { message: `no plan for resource ${secrets.urn}` }, "fly Secrets api"],
  [
    "a deletion, of which the engine names no resource",
    { message: "delete is not allowed by the plan: this resource is constrained to same" },
    "it would delete what the plan keeps",
  ],
])("%s is a difference from the plan, and not a failure", (_, error, named) => {
  const result = resultOf({ ...run, errors: [error] });
  expect(result).toMatchObject({ outcome: "refused", differs: [named], errors: [] });
});

const missing = { message: `expected resource operations for ${secrets.urn} but none were seen` };

test("a planned resource that did not come up is a difference, unless something else ended the run", () => {
  const alone = resultOf({ ...run, errors: [missing] });
  expect(alone).toMatchObject({ outcome: "refused", differs: ["fly Secrets api"], errors: [] });
  const after = resultOf({ ...run, errors: [{ message: "Fly refused." }, missing] });
  expect(after).toMatchObject({ outcome: "failed", differs: [], errors: ["Fly refused."] });
});

test("a run that is ended between its plan and the engine's start is interrupted, and nothing is started", async () => {
  const calls = scriptPulumi({ preview: { events: losing.preview } });
  let isInterrupted = false;
  const result = await bringUp({
    ...{ project: folderWith(acme), stack: "staging", allowDestroy: true, isInterrupted: () => isInterrupted },
    sources: connectSources(undefined, {}, new AbortController().signal),
    onStart: async () => {
      isInterrupted = true;
    },
    ...{ onRecovery: () => undefined, onReport: () => undefined, onChange: () => undefined },
  });
  expect(result).toMatchObject({ outcome: "interrupted", done: [], errors: [], uncertain: false });
  expect(calls().map(([, , word]) => word)).not.toContain("up");
});

test("a run that somebody ends is interrupted, and what did not come about is not unlike the plan", () => {
  const events = [started(secrets), made(secrets), started(stepOn("parity:fly:App", "api", {}))];
  const result = resultOf({ ...run, interrupted: true, events, errors: [missing, violation] });
  expect(result).toMatchObject({ outcome: "interrupted", differs: [], errors: [] });
  const report = planOnly as unknown as PreviewReport;
  const text = renderUpText({ ...result, report, recoveries: [] });
  expect(text).toMatch(/^Interrupted\. .*Run it again: it goes on from here\.$/);
  const nothing = resultOf({ ...run, interrupted: true });
  expect(renderUpText({ ...nothing, report, recoveries: [] })).toBe("Interrupted. Nothing was changed.");
});

test("a difference that is met after the first change is a failure, not a refusal", () => {
  const result = resultOf({ ...run, events: [made(secrets)], errors: [violation] });
  expect(result).toMatchObject({
    outcome: "failed",
    done: [{ resource: "fly Secrets api" }],
    differs: ["fly Secrets api"],
  });
});

test("a difference that is met while a change is under way is a failure, which may be done in part", () => {
  const result = resultOf({ ...run, events: [started(secrets)], errors: [violation] });
  expect(result).toMatchObject({ outcome: "failed", done: [], uncertain: true, differs: ["fly Secrets api"] });
});

test("what was planned is not counted as done", () => {
  const result = resultOf({ ...run, ok: true, events: [planned(secrets), made(secrets)], errors: [] });
  expect(result.done).toHaveLength(1);
});

test("what is reported as it is made is what was made, and not what the refresh before it found", () => {
  const reported: string[] = [];
  const take = reportChanges(({ action, resource }) => reported.push(`${action} ${resource}`));
  const events = [
    started({ ...secrets, op: "refresh" }),
    made({ ...secrets, op: "delete" }),
    planned({ ...secrets, op: "create" }),
    started({ ...secrets, op: "create" }),
    made({ ...secrets, op: "create" }),
  ];
  for (const event of events) take(event);
  expect(reported).toEqual(["create fly Secrets api"]);
});

test("a change is reported with the time since its step began", () => {
  const reported: number[] = [];
  let now = 0;
  const take = reportChanges(
    (_, took) => reported.push(took),
    () => (now += 500),
  );
  for (const event of [started({ ...secrets, op: "create" }), made({ ...secrets, op: "create" })]) take(event);
  expect(reported).toEqual([500]);
});

test("a run of which not all is known is never said to have changed nothing", () => {
  const result = resultOf({ ...run, inconclusive: true, errors: [violation] });
  expect(result).toMatchObject({ outcome: "failed", done: [], uncertain: true });
});

const refusal = { urn: secrets.urn, message: "Fly refused to set secrets: 503." };
const planOnly = { stack: "staging", outcome: "changes", counts: {}, changes: [], drift: [], errors: [], warnings: [] };

test.each([
  ["before the first change", [planned(secrets)], "Nothing was changed."],
  ["in its own preview", [{ resourcePreEvent: { metadata: secrets, planning: true } }], "Nothing was changed."],
  ["at what would have stayed the same", [started({ ...secrets, op: "same" })], "Nothing was changed."],
  ["in the refresh before it", [started({ ...secrets, op: "refresh", new: null })], "Nothing was changed."],
  [
    "in the first change",
    [started(secrets)],
    "Nothing of staging was completed, and what failed may be done in part. Run it again when the cause is gone.",
  ],
  [
    "in a later change",
    [started(secrets), made(secrets), started(stepOn("parity:fly:App", "api", {}))],
    "1 changed in staging, and what failed may be done in part. Run it again when the cause is gone.",
  ],
  [
    "to take away the old one of a replacement",
    [
      started({ ...secrets, op: "create-replacement" }),
      made({ ...secrets, op: "create-replacement" }),
      started({ ...secrets, op: "delete-replaced", new: null }),
    ],
    "1 replaced in staging, and what failed may be done in part. Run it again when the cause is gone.",
  ],
  [
    "with nothing started that was not ended",
    [started(secrets), made(secrets)],
    "1 changed in staging. Run it again when the cause is gone.",
  ],
])("an up that fails %s ends with how sure that is", (_, events, ending) => {
  const result = resultOf({ ...run, events, errors: [refusal] });
  const report = planOnly as unknown as PreviewReport;
  expect(renderUpText({ ...result, report, recoveries: [] })).toBe(`Fly refused to set secrets: 503.\n\n${ending}`);
});

test.each<[Partial<UpResult>, string]>([
  [{ outcome: "applied" }, "staging is as the config says. Nothing was changed."],
  [
    { outcome: "failed", differs: ["fly Secrets api"], uncertain: true },
    "Not what was planned: fly Secrets api.\n\n" +
      "Nothing of staging was completed, and what failed may be done in part. Run it again when the cause is gone.",
  ],
  [
    { outcome: "refused", differs: ["fly Secrets api"] },
    "staging would not become what was reviewed: fly Secrets api.  [not-as-reviewed]\n" +
      "  Why: Config, state or a cloud has changed since the plan was made.\n" +
      "  Fix: review what would be done now, or apply it without the plan\n" +
      "  Run: parity preview --stack staging\n\n" +
      "Nothing was changed.",
  ],
])("an up that ended as %j says so", (given, text) => {
  const result = { done: [], uncertain: false, differs: [], errors: [], ...given };
  expect(renderUpText({ ...result, report: planOnly } as unknown as UpResult)).toBe(text);
});

test("what a cloud says moves no cursor and paints nothing", () => {
  const error = { message: "Fly refused:\n  \u001b[2Jgone" };
  const result = resultOf({ ...run, errors: [error] });
  const report = planOnly as unknown as PreviewReport;
  expect(renderUpText({ ...result, report, recoveries: [] })).toBe(
    "Fly refused:\n  \\u001b[2Jgone\n\nNothing was changed.",
  );
});

test("a refusal is a list in Markdown, with the line to run as code", () => {
  const result = {
    outcome: "refused",
    differs: ["fly Secrets api"],
    errors: [],
    done: [],
    uncertain: false,
    recoveries: [],
  };
  expect(renderUpMarkdown({ ...result, report: planOnly } as unknown as UpResult)).toBe(
    "- staging would not become what was reviewed: fly Secrets api.\n" +
      "  - Why: Config, state or a cloud has changed since the plan was made.\n" +
      "  - Fix: review what would be done now, or apply it without the plan\n" +
      "  - Run: `parity preview --stack staging`\n\n" +
      "```\nNothing was changed.\n```",
  );
});
