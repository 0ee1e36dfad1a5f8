import { CloudError } from "../../clouds/cloud-error.ts";

const TRIES = 3;

/**
 * Makes something that must not be made twice. When the answer is lost, `find` says whether it was made all the same, and
 * only if not is it asked for again. Throws the first certain refusal, or the last lost answer.
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: (lost: CloudError) => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await create();
    } catch (failure) {
      if (!(failure instanceof CloudError) || !failure.uncertain) throw failure;
      const found = await find(failure);
      if (found !== undefined) return found;
      if (tries === TRIES) throw failure;
    }
  }
}
