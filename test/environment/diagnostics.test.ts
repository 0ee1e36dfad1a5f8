import { createRequire } from "node:module";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leaveOutDiagnostics } from "../../src/environment/diagnostics.ts";

const require = createRequire(import.meta.url);
const { Resource } = require("@pulumi/pulumi");
const log = require("@pulumi/pulumi/log/index.js");
const settings = require("@pulumi/pulumi/runtime/settings.js");
const debuggable = require("@pulumi/pulumi/runtime/debuggable.js");
const own = { stackTrace: Resource.stackTrace, debug: log.debug, debuggablePromise: debuggable.debuggablePromise };

const engine = { log: vi.fn((_: unknown, answer: () => void) => answer()) };

beforeEach(() => void vi.spyOn(settings, "getEngine").mockReturnValue(engine));
afterEach(() => {
  vi.restoreAllMocks();
  engine.log.mockClear();
  Resource.stackTrace = own.stackTrace;
  log.debug = own.debug;
  debuggable.debuggablePromise = own.debuggablePromise;
});

test("the SDK has the parts that are left out", async () => {
  const promise = Promise.resolve();
  await debuggable.debuggablePromise(promise, "a promise");
  await log.debug("registering");
  expect(Resource.stackTrace(0)).not.toEqual([]);
  expect(promise).toMatchObject({ _debugStackTrace: expect.stringContaining("diagnostics.test.ts") });
  expect(engine.log).toHaveBeenCalledOnce();
});

test("without diagnostics a resource keeps no place in the code, and a promise no stack", async () => {
  leaveOutDiagnostics();
  const promise = Promise.resolve("value");
  expect(await debuggable.debuggablePromise(promise, "a promise")).toBe("value");
  expect(Resource.stackTrace(0)).toEqual([]);
  expect(promise).toMatchObject({ _debugStackTrace: expect.not.stringContaining("diagnostics.test.ts") });
});

test("without diagnostics the engine is sent no message for --debug", async () => {
  leaveOutDiagnostics();
  await log.debug("registering");
  expect(engine.log).not.toHaveBeenCalled();
});

test("without diagnostics an error of the program keeps its stack", () => {
  leaveOutDiagnostics();
  expect(new Error("mine").stack).toContain("diagnostics.test.ts");
});
