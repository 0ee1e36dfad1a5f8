import { beforeEach, expect, test, vi } from "vitest";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import type { UpOptions } from "../../../src/operations/up/options.ts";
import { acme, folderWith } from "../../cli/command.ts";
import { type ScriptedRun, scriptPulumi } from "../engine/scripted-pulumi.ts";
import { stepOn } from "../engine/step.ts";

// Which pulumi is on the PATH is found out once a process.
beforeEach(() => vi.resetModules());

const app = stepOn("parity:fly:App", "api", { op: "create", old: null });
const stackUrn = "urn:pulumi:staging::acme::pulumi:pulumi:Stack::acme-staging";
const [planned, made] = [true, false].map((planning) => (metadata: EngineStep) => [
  { resourcePreEvent: { metadata, planning } },
  { resOutputsEvent: { metadata, planning } },
]) as [(metadata: EngineStep) => object[], (metadata: EngineStep) => object[]];
const failure = { diagnosticEvent: { message: "Fly refused.", severity: "error" } };

const holding = (...urns: string[]): ScriptedRun => ({
  writes: JSON.stringify({ deployment: { resources: urns.map((urn) => ({ urn })) } }),
});

interface Given {
  readonly script?: Readonly<Record<string, ScriptedRun>>;
  readonly backend?: string;
  readonly options?: Partial<UpOptions>;
}

/** An up of a stack that holds nothing in a bucket, and what it told, in order. */
async function up({ script = {}, backend = "s3://states", options = {} }: Given = {}) {
  vi.stubEnv("PULUMI_BACKEND_URL", backend);
  const both = { events: planned(app), after: made(app) };
  const engine = { version: { prints: "v3.276.0\n" }, stack: holding(stackUrn), up: both, preview: both };
  const calls = scriptPulumi({ ...engine, ...script });
  const { bringUp } = await import("../../../src/operations/up/up.ts");
  const { connectSources } = await import("../../../src/operations/existing/sources.ts");
  const told: string[] = [];
  const result = await bringUp({
    ...{ project: folderWith(acme), stack: "staging", allowDestroy: false, isInterrupted: () => false },
    sources: connectSources(undefined, {}, new AbortController().signal),
    onRecovery: () => undefined,
    onReport: ({ changes }) => void told.push(`shown ${changes.length}`),
    onStart: async () => void told.push("agreed"),
    onChange: ({ resource }) => void told.push(resource),
    ...options,
  });
  const ran = calls().flatMap(([at, , ...words]) => (at === "-C" ? [words] : []));
  return { result, told, ran, commands: ran.map(([command]) => command) };
}

test("a stack that holds nothing is previewed and brought up by one engine, held to what that has shown", async () => {
  const { result, told, ran, commands } = await up();
  expect(result).toMatchObject({
    outcome: "applied",
    report: { outcome: "changes" },
    done: [{ resource: "fly App api" }],
  });
  expect(told).toEqual(["shown 1", "agreed", "fly App api"]);
  expect(commands).toEqual(["stack", "up"]);
  expect(ran[1]).toContain("--strict");
});

test("where it may not go on, the engine is ended before it begins, and its lock taken off", async () => {
  const { Problem } = await import("../../../src/problem/problem.ts");
  const onStart = () => Promise.reject(new Problem({ code: "no", what: "GitHub takes no record.", fix: "see why" }));
  const { result, told, commands } = await up({ options: { onStart } });
  expect(result).toMatchObject({
    outcome: "failed",
    done: [],
    uncertain: false,
    errors: [expect.stringMatching(/^GitHub/)],
  });
  expect(told).toEqual(["shown 1"]);
  expect(commands).toEqual(["stack", "up", "cancel"]);
});

test("a preview of its own that fails is told as one, and nothing is agreed to", async () => {
  const { result, told, commands } = await up({ script: { up: { events: [failure], code: 255 } } });
  expect(result).toMatchObject({ outcome: "failed", done: [], errors: ["Fly refused."] });
  expect(told).toEqual([]);
  expect(commands).toEqual(["stack", "up"]);
});

test("an engine that goes on without having been heard is never said to have changed nothing", async () => {
  const { result } = await up({ script: { up: {} } });
  expect(result).toMatchObject({ outcome: "failed", uncertain: true });
});

test.each<[string, Given]>([
  ["holds something", { script: { stack: holding(stackUrn, app.urn) } }],
  ["is agreed to by somebody who is asked", { options: { isAsked: true } }],
  ["lies in Pulumi Cloud", { backend: "https://api.pulumi.com" }],
  [
    "is brought up by an engine that does not hold itself to its preview",
    { script: { version: { prints: "v3.225.0\n" } } },
  ],
])("a stack that %s is previewed by an engine of its own", async (_, given) => {
  const { result, commands } = await up(given);
  expect(result.outcome).toBe("applied");
  expect(commands).toEqual(["stack", "preview", "up"]);
});
