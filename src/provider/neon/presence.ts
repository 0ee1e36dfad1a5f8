import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../../problem/problem.ts";

/** Together eight seconds: reads lag behind writes by a moment. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000];

/** Asks until the thing is shown: a read right after a create may not find it. `undefined` when it is not there. */
export async function waitUntilShown<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const pauseMs of PAUSES_MS) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(pauseMs);
  }
  return find();
}

/** Asks until the thing is gone. Throws when Neon took the order to delete it and keeps it. */
export async function waitUntilGone(what: string, find: () => Promise<unknown>): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    if ((await find()) === undefined) return;
    await sleep(pauseMs);
  }
  throw new Problem({
    code: "not-deleted",
    what: `Neon took the order to delete ${what}, but still shows it.`,
    fix: "look at it in the Neon Console, then run the same command again",
  });
}
