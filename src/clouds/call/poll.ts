import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** Milliseconds between two questions; a list that ends ends the waiting. Default: 250, doubled up to 5,000. */
  readonly pauses?: Iterable<number>;
  /** Milliseconds after which nothing is asked any more. The last pause is cut to it. Default: without end. */
  readonly deadlineMs?: number;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal | undefined;
  /** Called before every pause. */
  readonly onWait?: (elapsedMs: number) => void;
}

/** Pauses that grow: `first`, twice that, and so on up to `longest`, for ever. */
export function* doubling(first: number, longest: number): Generator<number, never> {
  for (let pauseMs = first; ; pauseMs = Math.min(pauseMs * 2, longest)) yield pauseMs;
}

/** Asks again and again until there is an answer; `undefined` when the patience is over. */
export async function poll<T>(patience: Patience, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  const { pauses = doubling(250, 5_000), deadlineMs = Number.POSITIVE_INFINITY, signal, onWait } = patience;
  const start = Date.now();
  for (const pauseMs of pauses) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const elapsedMs = Date.now() - start;
    if (elapsedMs >= deadlineMs) return undefined;
    onWait?.(elapsedMs);
    await sleep(Math.min(pauseMs, deadlineMs - elapsedMs), undefined, { ...(signal && { signal }) });
  }
  return ask();
}

/** Looks until the thing is not there any more. Answers false when the patience is over and it still is. */
export async function pollGone(patience: Patience, find: () => Promise<unknown>): Promise<boolean> {
  return (await poll(patience, async () => (await find()) === undefined || undefined)) === true;
}

/** Calls again while `passes` says that a failure is temporary. Throws the last failure when the patience is over. */
export async function retryWhile<T>(
  patience: Patience,
  passes: (failure: unknown) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  let last: unknown;
  const done = await poll(patience, async () => {
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

/**
 * Looks after a write until nothing that was written is missing any more. Answers the names of what still is when the
 * patience is over: a vendor that accepted a write may have dropped it.
 */
export async function readBack(patience: Patience, findMissing: () => Promise<string[]>): Promise<string[]> {
  let missing: string[] = [];
  await poll(patience, async () => {
    missing = await findMissing();
    return missing.length === 0 || undefined;
  });
  return missing;
}
