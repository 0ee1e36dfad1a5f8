import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import { vi } from "vitest";

/** Lets every pause of the program pass at once, and the date with it, until what it answers is called: `beforeEach(skipPauses)`. */
export function skipPauses(): () => void {
  vi.useFakeTimers({ toFake: ["Date"] });
  const pause = vi.spyOn(timers, "setTimeout").mockImplementation(async (ms = 0, value, options) => {
    options?.signal?.throwIfAborted();
    vi.setSystemTime(Date.now() + ms);
    return value as never;
  });
  syncBuiltinESMExports();
  return () => {
    pause.mockRestore();
    syncBuiltinESMExports();
    vi.useRealTimers();
  };
}
