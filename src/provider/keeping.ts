import { PartialFailure } from "../plugin/resource.ts";

/** Does what follows a create. Whatever goes wrong from there on, the engine keeps the thing and its id. */
export async function keeping<T>(live: PartialFailure["live"], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PartialFailure(live, [error]);
  }
}
