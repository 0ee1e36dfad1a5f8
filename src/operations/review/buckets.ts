import type { Sources } from "../existing/sources.ts";
import { type Place, tryToReadState } from "../existing/stack-state.ts";

/**
 * Deletes what is in the buckets of a stack: Cloudflare deletes no bucket that holds something.
 * @throws CloudError when Cloudflare refuses or is silent
 */
export async function emptyBuckets(place: Place, { clouds }: Sources): Promise<void> {
  const state = await tryToReadState(place);
  for (const { type, inputs } of state?.resources ?? []) {
    if (type !== "cloudflare:index/r2Bucket:R2Bucket") continue;
    const [accountId, name, jurisdiction] = [inputs["accountId"], inputs["name"], inputs["jurisdiction"] ?? "default"];
    if (typeof accountId !== "string" || typeof name !== "string" || typeof jurisdiction !== "string") continue;
    const { buckets, inventory } = await clouds.cloudflare();
    // The list of an account proves that there is none; a 404 does not.
    if (await inventory.hasBucket(accountId, name, jurisdiction)) {
      await buckets.empty({ accountId, name, jurisdiction });
    }
  }
}
