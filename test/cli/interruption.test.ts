import { expect, test, vi } from "vitest";
import { watchInterruption } from "../../src/cli/interruption.ts";

test("a first signal is remembered, and a second ends the process at once with 130", () => {
  const codes: number[] = [];
  const told = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const interruption = watchInterruption((code) => void codes.push(code));
  expect(interruption.isAsked()).toBe(false);
  process.emit("SIGINT");
  expect([interruption.isAsked(), codes]).toEqual([true, []]);
  process.emit("SIGTERM");
  expect(codes).toEqual([130]);
  expect(told.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining("Ctrl-C again ends at once")]);
  told.mockRestore();
  interruption.end();
  expect([process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")]).toEqual([0, 0]);
});
