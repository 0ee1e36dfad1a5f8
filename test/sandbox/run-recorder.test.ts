import { expect, test } from "vitest";
import { RunRecorder } from "../../sandbox/run-recorder.ts";

const canary = "canary-77d0";
const urnOf = (name: string, type = "parity:fly:App") => `urn:pulumi:staging::acme::${type}::${name}`;

function step(op: string, name: string, { type = "parity:fly:App", custom = true, ...more } = {}) {
  const state = { type, custom, inputs: { value: canary } };
  return { op, urn: urnOf(name, type), type, new: state, ...more };
}

function record(...events: readonly object[]) {
  let now = Date.parse("2026-01-05T10:00:00Z");
  const recorder = new RunRecorder({ command: "up", stack: "staging" }, () => (now += 500));
  for (const event of events) recorder.take(event);
  return recorder;
}

test("a plan names what would be done, and counts what stays", () => {
  const { run } = record(
    { resourcePreEvent: { planning: true, metadata: step("create", "api") } },
    { resOutputsEvent: { planning: true, metadata: step("create", "api") } },
    { resourcePreEvent: { planning: true, metadata: step("update", "web", { diffs: ["regions"] } as object) } },
    { resourcePreEvent: { planning: true, metadata: step("same", "worker") } },
    {
      resourcePreEvent: {
        planning: true,
        metadata: step("create", "acme", { type: "parity:index:Environment", custom: false }),
      },
    },
    { resourcePreEvent: { planning: true, metadata: step("create", "p", { type: "pulumi:providers:parity" }) } },
  );
  expect(run).toMatchObject({ command: "up", stack: "staging", applies: false, unchanged: 1 });
  expect(run.steps).toEqual([
    { urn: urnOf("api"), action: "create", state: "planned", resource: "fly App api", properties: [] },
    { urn: urnOf("web"), action: "update", state: "planned", resource: "fly App web", properties: ["regions"] },
  ]);
});

test("what is planned runs, and is done or has failed after the seconds it took", () => {
  const recorder = record(
    { resourcePreEvent: { planning: true, metadata: step("create", "api") } },
    { resourcePreEvent: { planning: true, metadata: step("create", "web") } },
    { resourcePreEvent: { planning: true, metadata: step("create", "worker") } },
    { resourcePreEvent: { metadata: step("create", "api") } },
    { resOutputsEvent: { metadata: step("create", "api") } },
    { resourcePreEvent: { metadata: step("create", "web") } },
    { resOpFailedEvent: { metadata: step("create", "web"), status: 0, steps: 1 } },
    { resourcePreEvent: { metadata: step("create", "worker") } },
  );
  expect(recorder.run.applies).toBe(true);
  expect(recorder.run.steps.map(({ state, seconds }) => [state, seconds])).toEqual([
    ["done", 0.5],
    ["failed", 0.5],
    ["running", undefined],
  ]);
  recorder.end(255);
  expect(recorder.run).toMatchObject({ exitCode: 255, endedAt: expect.stringMatching(/^2026-01-05T10:00:0/) });
});

test("what a refresh finds is not what the run does", () => {
  const { run } = record(
    { resourcePreEvent: { planning: true, metadata: step("refresh", "api") } },
    { resOutputsEvent: { planning: true, metadata: step("update", "api") } },
    { resourcePreEvent: { planning: true, metadata: step("same", "api") } },
  );
  expect(run).toMatchObject({ applies: false, unchanged: 1, steps: [] });
});

test("a replacement is one step, whatever it is made of", () => {
  const { run } = record(
    ...["create-replacement", "replace", "delete-replaced"].map((op) => ({
      resourcePreEvent: { metadata: step(op, "api") },
    })),
  );
  expect(run.steps.map(({ action }) => action)).toEqual(["replace"]);
});

test("nothing that an event holds is kept but names, and what is not an event is left", () => {
  const recorder = record(
    { resourcePreEvent: { metadata: step("create", "api") } },
    { diagnosticEvent: { message: canary, severity: "error" } },
    { resourcePreEvent: { metadata: canary } },
    { stdoutEvent: canary },
  );
  recorder.take(canary);
  expect(JSON.stringify(recorder.run)).not.toContain(canary);
});
