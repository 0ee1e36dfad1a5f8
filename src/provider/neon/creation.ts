import { type Creation, createOnce } from "../../clouds/call/create-once.ts";
import type { Started } from "../../clouds/neon/changes.ts";
import { PartialFailure } from "../../plugin/resource.ts";

/** Neon knows no idempotency key (neon.com/docs/reference/api/key-concepts), and shows what it accepted a moment later. */
export function createAtNeon<T>(creation: Omit<Creation<Started<T>>, "pauseMs">): Promise<Started<T>> {
  return createOnce({ ...creation, pauseMs: (tries) => tries * 500 });
}

/** Does what follows a create. Whatever goes wrong from there on, the engine keeps the thing and its id. */
export async function keeping<T>(live: PartialFailure["live"], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PartialFailure(live, [error]);
  }
}
