import { expect, test } from "vitest";
import { findDrift } from "../../../src/operations/drift/drift.ts";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import { type ScriptedRun, scriptPulumi } from "../engine/scripted-pulumi.ts";
import { stepOn } from "../engine/step.ts";

const project = "parity:neon:Project";
const history = (name: string, before: number, after: number) =>
  stepOn(project, name, {
    detailedDiff: { historyRetentionSeconds: { diffKind: "update" } },
    old: { type: project, inputs: { historyRetentionSeconds: before } },
    new: { type: project, inputs: { historyRetentionSeconds: after } },
  });
let calls: () => string[][];
const same = (name: string) => stepOn(project, name, { op: "same" });

const started = (metadata: EngineStep) => ({ resourcePreEvent: { metadata, planning: true } });
const ended = (metadata: EngineStep) => ({ resOutputsEvent: { metadata, planning: true } });
/** As the engine tells it: of what is as before, it says no other operation at the end. */
const read = (step: EngineStep) => [
  started({ ...step, op: "refresh" }),
  ended(step.op === "same" ? { ...step, op: "refresh" } : step),
];
const failure = (message: string, urn?: string) => ({
  diagnosticEvent: { message, severity: "error", ...(urn && { urn }) },
});

/** With a preview that refreshes first, and goes on where that has come to its end. */
function drift(refresh: ScriptedRun, preview: ScriptedRun = {}, afterRefresh = preview) {
  const both = { ...afterRefresh, events: [refresh, afterRefresh].flatMap(({ events = [] }) => events) };
  calls = scriptPulumi({ refresh, preview, "preview --refresh": refresh.code ? refresh : both });
  const fly = () => Promise.reject(new Error("no app is at Fly"));
  const options = { project: ".", stack: "staging", blueprint: undefined, fly, env: {}, today: new Date() };
  return findDrift(options);
}

const commands = () => calls().flatMap(([at, , ...words]) => (at === "-C" ? words.slice(0, 2).join(" ") : []));

test("one engine compares a stack whose clouds and config are as its state says", async () => {
  const events = [same("main"), same("other")];
  const report = await drift(
    { events: events.flatMap(read) },
    { events: events.flatMap((step) => [started(step), ended(step)]) },
  );
  expect(report).toMatchObject({ outcome: "clean", clean: 2 });
  expect(commands()).toEqual(["preview --refresh"]);
});

test("what differs from the config only by what a cloud says now is not drift of the config", async () => {
  const moved = { events: [history("depends", 1, 2)].flatMap((step) => [started(step), ended(step)]) };
  const asDeclared = { events: [same("depends")].flatMap((step) => [started(step), ended(step)]) };
  const report = await drift({ events: [same("main"), same("depends")].flatMap(read) }, asDeclared, moved);
  expect(report).toMatchObject({ outcome: "clean", config: [], clean: 2 });
});

test("what does not work is told, and the config compared with the state alone", async () => {
  const initErrors = ["Its compute is disabled."];
  const ill = stepOn(project, "main", { op: "same", new: { type: project, initErrors } });
  const report = await drift({ events: read(ill) });
  expect(report).toMatchObject({ outcome: "drift", broken: [{ what: "Its compute is disabled." }] });
  expect(commands()).toContain("preview --event-log");
});

test("neither what the cloud changed nor what was not applied counts as declared", async () => {
  const report = await drift(
    { events: [history("clouds", 1, 2), same("configs"), same("quiet")].flatMap(read) },
    {
      events: [same("clouds"), history("configs", 1, 3), same("quiet")].flatMap((step) => [started(step), ended(step)]),
    },
  );
  expect(report).toMatchObject({
    outcome: "drift",
    cloud: [{ resource: "neon Project clouds" }],
    config: [{ resource: "neon Project configs" }],
    unknown: [],
    clean: 1,
  });
});

test("what a refresh that failed has no answer for is unknown: for its own reason, the run's, or none", async () => {
  const [refused, unreached, fine] = [same("refused"), same("unreached"), same("fine")];
  const events = [started(refused), failure("Neon refused.", refused.urn), ...read(fine)];
  const preview = { events: [started(unreached), ended(unreached)] };
  const [own, general] = [
    await drift({ events, code: 255 }, preview),
    await drift({ events: [...events, failure("The token has ended.")], code: 255 }, preview),
  ];
  expect(own).toMatchObject({
    outcome: "unknown",
    clean: 1,
    unknown: [
      { resource: "neon Project refused", why: "Neon refused." },
      { resource: "neon Project unreached", why: "" },
    ],
  });
  expect(general.unknown[1]).toEqual({ resource: "neon Project unreached", why: "The token has ended." });
});

test("a stack that cannot be read at all is unknown, in state and config", async () => {
  const locked = { says: "error: the stack is currently locked\n", code: 255 };
  expect(await drift(locked, locked)).toMatchObject({
    outcome: "unknown",
    clean: 0,
    unknown: [
      { resource: "state", why: "the stack is currently locked" },
      { resource: "config", why: "the stack is currently locked" },
    ],
  });
});

test("an output that moves on its own is not drift", async () => {
  const moved = { ...same("main"), op: "update", detailedDiff: {} };
  expect(await drift({ events: read(moved) })).toMatchObject({ outcome: "clean", cloud: [], clean: 1 });
});
