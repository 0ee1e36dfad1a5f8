import { poll, pollGone } from "../../clouds/call/poll.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import { Problem } from "../../problem/problem.ts";

/** Together eight seconds: reads lag behind writes by a moment. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000];

/** Asks until the thing is shown: a read right after a create may not find it. `undefined` when it is not there. */
export async function waitUntilShown<T>(
  { signal }: NeonClient,
  find: () => Promise<T | undefined>,
): Promise<T | undefined> {
  return poll({ pauses: PAUSES_MS, signal }, find);
}

/** Asks until the thing is gone. Throws when Neon took the order to delete it and keeps it. */
export async function waitUntilGone({ signal }: NeonClient, what: string, find: () => Promise<unknown>): Promise<void> {
  if (await pollGone({ pauses: PAUSES_MS, signal }, find)) return;
  throw new Problem({
    code: "not-deleted",
    what: `Neon took the order to delete ${what}, but still shows it.`,
    fix: "look at it in the Neon Console, then run the same command again",
  });
}

/**
 * Reads that are sent before it is known whether their answers count: of a thing that is gone, what is said of its parts is nobody's
 * error. Await each where it counts: by then all have been answered, so that what one answer tells is hidden in the refusal of another.
 */
export async function allAnswered(...reads: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(reads);
}
