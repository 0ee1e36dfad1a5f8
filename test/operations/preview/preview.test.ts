import { expect, test } from "vitest";
import type { EngineEvent, EngineStep } from "../../../src/operations/engine/events.ts";
import type { EngineRun } from "../../../src/operations/engine/run.ts";
import { reportOf } from "../../../src/operations/preview/preview.ts";
import { stepOn } from "../engine/step.ts";

const done = (metadata: EngineStep): EngineEvent => ({ resOutputsEvent: { metadata, planning: true } });
const refreshing = (metadata: EngineStep): EngineEvent => ({
  resourcePreEvent: { metadata: { ...metadata, op: "refresh" }, planning: true },
});
const announced = (metadata: EngineStep): EngineEvent => ({ resourcePreEvent: { metadata, planning: true } });

const run = (events: EngineEvent[], more: Partial<EngineRun> = {}): EngineRun => ({
  ok: true,
  inconclusive: false,
  interrupted: false,
  events,
  errors: [],
  warnings: [],
  ...more,
});

const project = "parity:neon:Project";
const history = (before: number, after: number) =>
  stepOn(project, "main", {
    detailedDiff: { historyRetentionSeconds: { diffKind: "update" } },
    old: { type: project, inputs: { historyRetentionSeconds: before } },
    new: { type: project, inputs: { historyRetentionSeconds: after } },
  });

test("what the refresh found is told apart from what the program changes", () => {
  const found = { ...history(3600, 7200), op: "refresh" };
  const put = history(7200, 3600);
  const report = reportOf(
    { project: "plyr", stack: "staging" },
    run([refreshing(found), done(found), announced(put), done(put)]),
  );
  expect(report.drift).toMatchObject([{ resource: "neon Project main", properties: [{ before: 3600, after: 7200 }] }]);
  expect(report.changes).toMatchObject([
    { resource: "neon Project main", properties: [{ before: 7200, after: 3600 }] },
  ]);
  expect(report.counts).toEqual({ create: 0, update: 1, replace: 0, delete: 0, unchanged: 0 });
});

test("nothing to do is said as such, and what stays is counted without components", () => {
  const component = { type: "parity:environment:App", custom: false };
  const same = [
    stepOn("parity:environment:App", "api", { op: "same", old: component, new: component }),
    stepOn(project, "main", { op: "same" }),
    stepOn("parity:fly:App", "api", { op: "same" }),
  ];
  const report = reportOf(
    { project: "plyr", stack: "staging" },
    run(same.flatMap((step) => [announced(step), done(step)])),
  );
  expect(report).toMatchObject({ outcome: "no changes", changes: [], counts: { unchanged: 2 } });
});

test("the cost is read from the stack's outputs, old and new, in its last step", () => {
  const type = "pulumi:pulumi:Stack";
  const cost = (low: number, high: number) => ({ cost: { low, high, unit: "USD a month" } });
  const stack = (old?: object) =>
    done(
      stepOn(type, "acme-staging", {
        op: "same",
        new: { type, outputs: cost(2, 3) },
        ...(old && { old: { type, outputs: { ...old } } }),
      }),
    );
  const registered = done(stepOn(type, "acme-staging", { op: "same", old: { type, outputs: cost(1, 2) } }));
  expect(reportOf({ project: "plyr", stack: "staging" }, run([registered, stack(cost(1, 2))])).cost).toEqual({
    before: { low: 1, high: 2 },
    after: { low: 2, high: 3 },
  });
  expect(reportOf({ project: "plyr", stack: "staging" }, run([stack({ cost: "1 to 2 USD" })])).cost).toEqual({
    after: { low: 2, high: 3 },
  });
});

test("a preview that did not come to its end is failed, whatever it saw", () => {
  const step = history(1, 2);
  const errors = [{ urn: step.urn, message: "Neon refused" }];
  const report = reportOf(
    { project: "plyr", stack: "staging" },
    run([announced(step), done(step)], { ok: false, errors, warnings: ["slow"] }),
  );
  expect(report).toMatchObject({ outcome: "failed", errors: ["Neon refused"], warnings: ["slow"], drift: [] });
});

test("a preview that did not come to its end tells no cost: the stack's outputs are still those of the last up", () => {
  const type = "pulumi:pulumi:Stack";
  const outputs = { cost: { low: 1, high: 2 } };
  const stack = stepOn(type, "acme-staging", { op: "same", old: { type, outputs }, new: { type, outputs } });
  expect(reportOf({ project: "plyr", stack: "staging" }, run([done(stack)], { ok: false })).cost).toBeUndefined();
});

test("what the next deployment changes is read from the stack's outputs: settings of an app that was there before", () => {
  const type = "pulumi:pulumi:Stack";
  const api = (settings: object) => ({ files: ["fly.toml"], ...settings });
  const before = { api: api({ variables: { LEVEL: "info", OLD: "1" }, processes: { app: { regions: { iad: 1 } } } }) };
  const after = {
    api: api({ variables: { LEVEL: "debug" }, processes: { app: { regions: { iad: 1, sjc: 2 } } } }),
    web: api({}),
  };
  const stack = (old: object) =>
    run([
      done(
        stepOn(type, "acme-staging", {
          op: "same",
          old: { type, outputs: { ...old } },
          new: { type, outputs: { deploys: after } },
        }),
      ),
    ]);
  const named = { project: "plyr", stack: "staging" };
  const [deploy, ...more] = reportOf(named, stack({ deploys: before })).deploys;
  expect(more).toEqual([]);
  expect(deploy).toMatchObject({ app: "api", files: ["fly.toml"] });
  expect(deploy?.properties.map(({ path, kind, before, after }) => [path, kind, before, after])).toEqual([
    ["variables.LEVEL", "change", "info", "debug"],
    ["variables.OLD", "remove", "1", undefined],
    ["processes.app.regions.sjc", "add", undefined, 2],
  ]);
  expect(reportOf(named, stack({})).deploys).toEqual([]);
});
