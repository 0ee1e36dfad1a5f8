import { type Creation, createOnce } from "../../clouds/call/create-once.ts";
import type { Started } from "../../clouds/neon/changes.ts";

/** Neon knows no idempotency key (neon.com/docs/reference/api/key-concepts), and shows what it accepted a moment later. */
export function createAtNeon<T>(creation: Omit<Creation<Started<T>>, "pauseMs">): Promise<Started<T>> {
  return createOnce({ ...creation, pauseMs: (tries) => tries * 500 });
}
