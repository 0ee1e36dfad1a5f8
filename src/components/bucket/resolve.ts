import type { Ownership } from "../../config/scope.ts";
import type { Template } from "../../config/template.ts";
import { r2BucketNameProblem } from "../../vendors/cloudflare/bucket.ts";
import { checkZones } from "../app/limits.ts";
import type { SystemGraph } from "../system.ts";
import { type Thing, thingsOf } from "../thing.ts";
import type { BucketConfig } from "./schema.ts";

export interface BucketBlueprint extends Omit<BucketConfig, "domains"> {
  readonly key: string;
  readonly ownership: Ownership;
  readonly origins: readonly Template[];
  readonly domains: readonly string[];
}

/** Evaluates everything of a bucket, and reports what is wrong with it. */
export function checkBucket(thing: Thing<BucketConfig>, graph: SystemGraph): void {
  const { key, ownership, path } = thing;
  requireCloudflare(path, graph);
  const { name } = resolveBucket(thing, graph);
  if (ownership.in === "stack") checkZones(graph.texts([...path, "domains"]), [...path, "domains"], graph);
  if (ownership.in === "stack") graph.accept(["buckets", key, "name"], name || undefined, r2BucketNameProblem);
}

/** The bucket. Its name is empty while it is broken. */
export function resolveBucket(
  { key, config, ownership, path }: Thing<BucketConfig>,
  graph: SystemGraph,
): BucketBlueprint {
  const origins = config.cors?.origins ?? [];
  return {
    ...config,
    key,
    ownership,
    name: graph.text([...path, "name"]) ?? "",
    domains: graph.texts([...path, "domains"]),
    origins: origins.flatMap((_, i) => graph.plain([...path, "cors", "origins", i]) ?? []),
  };
}

/** A key that opens buckets and that nobody has is a mistake or a leftover: it is not made, and that is said. */
export function warnOfUnreadKey(graph: SystemGraph): void {
  const { stack, tier } = graph.scope;
  const buckets = thingsOf("buckets", graph).map(({ key }) => key);
  const read = [...graph.used.values()].some(({ of }) => of === "storage");
  if (buckets.length === 0 || read || tier === "shared") return;
  graph.report("unread-storage-key", ["buckets"], {
    severity: "warning",
    what: `Nothing of "${stack}" gets \${storage.accessKeyId}, so no key is made that opens ${buckets.join(", ")}.`,
    why: "A key that nobody reads can only be lost.",
    fix: "give ${storage.accessKeyId} and ${storage.secretAccessKey} to the app that uses the bucket, as secrets",
  });
}

/** What is at Cloudflare needs an account; reported once for all of it. */
export function requireCloudflare(path: readonly (string | number)[], graph: SystemGraph): void {
  if (graph.scope.system.cloudflare) return;
  graph.once(["cloudflare"], "missing-value", {
    what: `"cloudflare" is missing, and "${path.join(".")}" is there.`,
    fix: 'add "cloudflare: { account }" to the system',
  });
}
