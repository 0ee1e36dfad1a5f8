import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "./cloud-error.ts";

const TRIES = 3;

export interface Creation<T> {
  readonly create: () => Promise<T>;
  /** What a call whose answer was lost has made, or `undefined`. Throws when what is there is not ours. */
  readonly find: (lost: CloudError) => Promise<T | undefined>;
  /** Milliseconds before the first, second and third look: a list may not have yet what was made a moment ago. Default 0. */
  readonly pauseMs?: (tries: number) => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes something that must not be made twice: no vendor here knows an idempotency key. When the answer is lost, `find` says
 * whether it was made, and only if not is it asked for again. Throws the first certain refusal, or the last lost answer.
 */
export async function createOnce<T>({ create, find, pauseMs, signal }: Creation<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await create();
    } catch (failure) {
      if (!(failure instanceof CloudError) || !failure.uncertain) throw failure;
      const pause = pauseMs?.(tries) ?? 0;
      if (pause > 0) await sleep(pause, undefined, { ...(signal && { signal }) });
      const found = await find(failure);
      if (found !== undefined) return found;
      if (tries === TRIES) throw failure;
    }
  }
}
