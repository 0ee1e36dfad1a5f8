import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../cloud-error.ts";

const tries = 3;
/** A list may not have yet what was made a moment ago. */
const lookMs = 1_000;

/**
 * Makes a thing once. Where the answer is lost, `find` looks whether it is there before it is made again.
 * @throws CloudError of the last try, when that is uncertain too; at once, when nothing was done
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof CloudError) || !error.uncertain) throw error;
      await sleep(lookMs, undefined, signal && { signal });
      const found = await find();
      if (found !== undefined) return found;
      if (attempt === tries) throw error;
    }
  }
}
