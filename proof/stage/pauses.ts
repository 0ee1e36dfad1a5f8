import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/** A timer of this length is a pause before another try: shorter ones are the platform's own, longer ones limits of a call. */
const patience = { least: 100, most: 25_000 };

/**
 * Lets every pause of this process pass at once, and the time with it. Answers what ends that. Cases that run under it may
 * not run beside each other: they share the time.
 */
export function skipPauses(): () => void {
  const { setTimeout: pause } = timers;
  const { now } = Date;
  const { setTimeout: later } = globalThis;
  let skipped = 0;
  const skip = (ms: number) => {
    skipped += ms;
  };
  Date.now = () => now() + skipped;
  timers.setTimeout = (async (ms = 0, value?: unknown, options?: { signal?: AbortSignal }) => {
    options?.signal?.throwIfAborted();
    skip(ms);
    await new Promise((resolve) => setImmediate(resolve));
    return value;
  }) as typeof timers.setTimeout;
  const sooner = (callback: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    if (ms < patience.least || ms > patience.most) return later(callback, ms, ...given);
    skip(ms);
    return later(callback, 0, ...given);
  };
  globalThis.setTimeout = Object.assign(sooner, later) as unknown as typeof setTimeout;
  syncBuiltinESMExports();
  return () => {
    Date.now = now;
    timers.setTimeout = pause;
    globalThis.setTimeout = later;
    syncBuiltinESMExports();
  };
}
