import { createRequire } from "node:module";
import { expect, test, vi } from "vitest";
import { startPlugin } from "../../bin/early-plugin.mjs";

const require = createRequire(import.meta.url);

/** The SDK with a monitor of the test's, or without one, as where no engine runs the program. */
function sdkWith(monitor: object | undefined) {
  return (part: string) => (part.endsWith("/settings.js") ? { getMonitor: () => monitor } : require(part));
}

test("the engine is asked for a function of our package, whatever it answers", async () => {
  const invoke = vi.fn((_request: { getTok(): string }, answer: (error: Error) => void) => answer(new Error("none")));
  await startPlugin(sdkWith({ invoke }));
  expect(invoke.mock.calls.map(([request]) => request.getTok())).toEqual(["parity:index:none"]);
});

test("a program that no engine runs asks nobody", async () => {
  await expect(startPlugin(sdkWith(undefined))).resolves.toBeUndefined();
});
