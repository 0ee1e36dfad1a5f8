import { appendFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from "@grpc/grpc-js";
import eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb.js";
import type { EventRequest } from "@pulumi/pulumi/proto/events_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { beforeEach, expect, test, vi } from "vitest";
import { type ScriptedRun, scriptPulumi } from "./scripted-pulumi.ts";
import { stepOn } from "./step.ts";

// Whether there is a good pulumi is found out once a process.
beforeEach(() => vi.resetModules());

async function run(script: ScriptedRun, version?: ScriptedRun) {
  scriptPulumi({ preview: script, ...(version && { version }) });
  const { runEngine } = await import("../../../src/operations/engine/run.ts");
  return runEngine(["preview"], { project: ".", stack: "staging" });
}

const diagnostic = (message: string, severity = "error", urn?: string) => ({
  diagnosticEvent: { message, severity, ...(urn && { urn }) },
});
const { urn } = stepOn("parity:fly:App", "api", {});

test("what went wrong is told in the words of who said it, without the engine's prefixes and its last word", async () => {
  const events = [
    diagnostic("warning: No change is needed.\n", "warning"),
    diagnostic("a note", "info"),
    diagnostic("error: Preview failed: 1 error occurred:\n\t* Fly refused.\n", "error", urn),
    diagnostic("Running program '/app/index.ts' failed with an unhandled exception:\nBad config."),
    diagnostic("preview failed"),
  ];
  expect(await run({ events, code: 255 })).toMatchObject({
    ok: false,
    errors: [{ urn, message: "Fly refused." }, { message: "Bad config." }],
    warnings: ["No change is needed."],
  });
});

test("an engine that does not start is told in its own words", async () => {
  const { errors } = await run({ says: "error: the stack is currently locked\n", code: 255 });
  expect(errors).toEqual([{ message: "the stack is currently locked" }]);
});

test("an event that is not understood makes a run that ended well a failed one, and is not quoted", async () => {
  const { ok, inconclusive, errors } = await run({ events: ['{"diagnosticEvent":"canary"}', "canary"] });
  expect({ ok, inconclusive }).toEqual({ ok: false, inconclusive: true });
  expect(errors).toEqual([{ message: expect.stringMatching(/^2 of the engine's events were not understood/) }]);
  expect(JSON.stringify(errors)).not.toContain("canary");
});

test("an engine that is killed in the middle of its events leaves it open what it did, and says how to go on", async () => {
  const { ok, inconclusive, errors } = await run({ events: [diagnostic("working", "info")], kill: true });
  const message =
    "The engine was killed (SIGKILL), so it is not known what it did.\n" +
    "  Fix: free the stack, and run the command again: it reads the clouds first\n  Run: pulumi cancel --stack staging";
  expect({ ok, inconclusive, errors }).toEqual({ ok: false, inconclusive: true, errors: [{ message }] });
});

test("an engine that fails without a word is quoted with its exit code", async () => {
  const { inconclusive, errors } = await run({ code: 255 });
  const message =
    "The engine ended with exit code 255 and gave no reason.\n" +
    "  Fix: see what it says when it runs alone\n  Run: pulumi preview --stack staging";
  expect({ inconclusive, errors }).toEqual({ inconclusive: false, errors: [{ message }] });
});

test("a pulumi that fails without a word is named with what it was asked", async () => {
  await expect(run({}, { code: 126 })).rejects.toThrow(/^Command failed: pulumi version/);
});

test.each([
  ["3.205.1", false],
  ["3.206.0", true],
  ["4.0.0", true],
])("pulumi %s is new enough: %s", async (version, enough) => {
  const attempt = run({}, { prints: `v${version}\n` });
  await (enough
    ? expect(attempt).resolves.toMatchObject({ ok: true, errors: [] })
    : expect(attempt).rejects.toThrow(/^This is Pulumi v3\.205\.1, .*\n {2}Fix: install Pulumi 3\.276/));
});

test.each([
  ["FLY_API_TOKEN", "FlyV1 fm2_canary-token,fo1_canary-token"],
  ["CLOUDFLARE_API_TOKEN", "canary-token\ncanary-second-line"],
  ["NEON_API_KEY", "napi_canary-key"],
])("what a vendor quotes of %s is in no error and no warning", async (variable, token) => {
  vi.stubEnv(variable, token);
  const message = `GET "https://api": 400 you sent "authorization: Bearer ${token}"`;
  const { errors, warnings } = await run({ events: [diagnostic(message), diagnostic(message, "warning")], code: 255 });
  const said = JSON.stringify([errors, warnings]);
  expect(said).toContain("you sent");
  expect(said).toContain("[secret]");
  expect(said).not.toContain("canary");
});

test("an engine that does not start is quoted without tokens", async () => {
  vi.stubEnv("PULUMI_ACCESS_TOKEN", "pul-canary-token");
  const { errors } = await run({ says: "error: pul-canary-token is not a token\n", code: 255 });
  expect(errors).toEqual([{ message: "[secret] is not a token" }]);
});

test("the engine's events go on to a second reader as they came, and nothing fails where nobody reads", async () => {
  const received: string[] = [];
  const events = [diagnostic("working", "info"), diagnostic("still working", "info")];
  const server = new Server();
  server.addService(eventsGrpc.EventsService, {
    streamEvents(call: ServerReadableStream<EventRequest, emptyPb.Empty>, callback: sendUnaryData<emptyPb.Empty>) {
      call.on("data", (event: EventRequest) => received.push(event.getEvent()));
      call.on("end", () => callback(null, new emptyPb.Empty()));
    },
  });
  const port = await new Promise<number>((resolve) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, bound) => resolve(bound));
  });
  vi.stubEnv("PARITY_EVENT_LOG", `tcp://127.0.0.1:${port}`);
  expect(await run({ events })).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(received.map((text) => JSON.parse(text))).toEqual(events));
  server.forceShutdown();
  expect(await run({ events })).toMatchObject({ ok: true });
});

const step = (planning: boolean) => ({ resOutputsEvent: { metadata: stepOn("parity:fly:App", "api", {}), planning } });

async function upInOne(mayGoOn: boolean) {
  scriptPulumi({ version: { prints: "v3.276.0\n" }, up: { events: [step(true)], after: [step(false)] } });
  const { runEngine } = await import("../../../src/operations/engine/run.ts");
  const seen: string[] = [];
  const { ok, events, inconclusive } = await runEngine(["up"], {
    ...{ project: ".", stack: "staging" },
    onEvent: ({ resOutputsEvent }) => void seen.push(resOutputsEvent?.planning ? "planned" : "made"),
    async onPreviewed(preview) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen.push(`looked at ${preview.events.length}`);
      return mayGoOn;
    },
  });
  return { ok, inconclusive, events: events.length, seen };
}

test("an engine that makes its own preview goes on once that has been looked at", async () => {
  expect(await upInOne(true)).toEqual({
    ...{ ok: true, inconclusive: false, events: 2 },
    seen: ["planned", "looked at 1", "made"],
  });
});

test("an engine that may not go on after its own preview begins nothing", async () => {
  expect(await upInOne(false)).toMatchObject({ ok: false, events: 1, seen: ["planned", "looked at 1"] });
});

test.each([
  ["the engine itself is asked for its version once, as long as its file is the same", 11 << 20, 1],
  ["what leads to an engine is asked each time, for that may be another one", 0, 2],
])("%s", async (_, bytes, asked) => {
  const calls = scriptPulumi({});
  const [folder = ""] = (process.env["PATH"] ?? "").split(delimiter);
  vi.stubEnv("XDG_CACHE_HOME", folder);
  appendFileSync(join(folder, "pulumi"), "#".repeat(bytes));
  for (const _run of [1, 2]) {
    vi.resetModules();
    const { requirePulumi } = await import("../../../src/operations/engine/pulumi.ts");
    expect(await requirePulumi()).toBe("v3.225.0");
  }
  expect(calls().filter(([word]) => word === "version")).toHaveLength(asked);
});
