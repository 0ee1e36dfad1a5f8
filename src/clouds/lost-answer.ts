import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "./cloud-error.ts";

const TRIES = 3;

export interface LookUp {
  /** Milliseconds before it is looked for: where a list may not have yet what was made a moment ago. Default 0. */
  readonly afterMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes something that must not be made twice. When the answer is lost, `find` says whether it was made all the same, and
 * only if not is it asked for again. Throws the first certain refusal, or the last lost answer.
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: (lost: CloudError) => Promise<T | undefined>,
  { afterMs = 0, signal }: LookUp = {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await create();
    } catch (failure) {
      if (!(failure instanceof CloudError) || !failure.uncertain) throw failure;
      if (afterMs > 0) await sleep(afterMs, undefined, signal && { signal });
      const found = await find(failure);
      if (found !== undefined) return found;
      if (tries === TRIES) throw failure;
    }
  }
}
