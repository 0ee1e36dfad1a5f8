import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../../clouds/cloud-error.ts";
import type { Begun } from "../../clouds/neon/changes.ts";
import { PartialFailure } from "../../plugin/resource.ts";

export interface Creation<T> {
  readonly create: () => Promise<Begun<T>>;
  /** What an earlier call made, or `undefined`. Throws when what is there is not ours. */
  readonly find: () => Promise<Begun<T> | undefined>;
  readonly signal: AbortSignal;
}

const TRIES = 3;

/**
 * Makes one thing where a second call would make a second, or be refused: Neon knows no idempotency key
 * (neon.com/docs/reference/api/key-concepts). After an answer that was lost, the thing is looked for before it is asked for
 * again.
 */
export async function createOnce<T>({ create, find, signal }: Creation<T>): Promise<Begun<T>> {
  for (let tries = 1; ; tries++) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof CloudError && error.uncertain)) throw error;
      // What was accepted shows up a moment after the answer would have come.
      await sleep(tries * 500, undefined, { signal });
      const found = await find();
      if (found) return found;
      if (tries === TRIES) throw error;
    }
  }
}

/** Does what follows a create. Whatever goes wrong from there on, the engine keeps the thing and its id. */
export async function keeping<T>(live: PartialFailure["live"], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PartialFailure(live, [error]);
  }
}
