import { setTimeout as sleep } from "node:timers/promises";

export interface Poll {
  /** Milliseconds after which there is no further try. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Called before every pause. */
  readonly onWait?: (elapsedMs: number) => void;
}

const LONGEST_PAUSE_MS = 5_000;

/** Asks again and again, at first after 250 ms, later every 5 s, until there is an answer; `undefined` when time is over. */
export async function pollUntil<T>(
  { deadlineMs, signal, onWait }: Poll,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const start = Date.now();
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const elapsedMs = Date.now() - start;
    if (elapsedMs + pauseMs > deadlineMs) return undefined;
    onWait?.(elapsedMs);
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Calls again while `passes` says that a failure will pass by itself. Throws the last failure when time is over. */
export async function retryWhile<T>(
  poll: Poll,
  passes: (failure: unknown) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  let last: unknown;
  const done = await pollUntil(poll, async () => {
    try {
      return { result: await call() };
    } catch (failure) {
      if (!passes(failure)) throw failure;
      last = failure;
      return undefined;
    }
  });
  if (!done) throw last;
  return done.result;
}
