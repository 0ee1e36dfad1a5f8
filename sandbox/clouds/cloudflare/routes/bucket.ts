import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import type { Bucket, CloudflareOperation, CloudflareRequest } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { bucketKey, jurisdictionOf, removeRecord, withBucket } from "../store.ts";

/** Where the DNS record leads that R2 makes for a custom domain. */
export const publicHost = "public.r2.dev";

const jurisdictions: readonly string[] = ["default", "eu", "us", "fedramp", "fedramp-high"];

/** Where a bucket without a `locationHint` comes to stand. R2 decides by the caller's place, which there is none of. */
const nearestLocation: { readonly [jurisdiction: string]: string } = { eu: "WEUR" };

/** Every bucket is born with it (R2 docs, Object lifecycles): abort uploads that were not finished in 7 days. */
const defaultLifecycle = {
  id: "Default Multipart Abort Rule",
  enabled: true,
  conditions: { prefix: "" },
  abortMultipartUploadsTransition: { condition: { type: "Age", maxAge: 7 * 24 * 3600 } },
};

const storageClass = z.enum(["Standard", "InfrequentAccess"]);
const newBucket = z.object({
  name: z.string(),
  locationHint: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["apac", "eeur", "enam", "weur", "wnam", "oc"]))
    .optional(),
  storageClass: storageClass.default("Standard"),
});

export const bucketOperations: readonly CloudflareOperation[] = [
  { name: "cloudflare.createBucket", method: "POST", path: "/accounts/:account/r2/buckets", handle: createBucket },
  { name: "cloudflare.listBuckets", method: "GET", path: "/accounts/:account/r2/buckets", handle: listBuckets },
  {
    name: "cloudflare.getBucket",
    method: "GET",
    path: "/accounts/:account/r2/buckets/:bucket",
    handle: withBucket((bucket) => answer(describeBucket(bucket))),
  },
  {
    name: "cloudflare.updateBucket",
    method: "PATCH",
    path: "/accounts/:account/r2/buckets/:bucket",
    handle: withBucket((bucket, request) => {
      const desired = storageClass.safeParse(request.headers["cf-r2-storage-class"]);
      if (!desired.success) return refuse(400, 10021, "The header cf-r2-storage-class is missing or invalid.");
      bucket.storage_class = desired.data;
      return answer(describeBucket(bucket));
    }),
  },
  {
    name: "cloudflare.deleteBucket",
    method: "DELETE",
    path: "/accounts/:account/r2/buckets/:bucket",
    handle: withBucket((bucket, request) => {
      if (Object.keys(bucket.objects).length > 0) {
        return refuse(409, 10008, "The bucket you tried to delete is not empty.");
      }
      delete request.state.buckets[bucketKey(request, bucket.name)];
      for (const domain of Object.keys(bucket.customDomains)) removeRecord(request.state, domain, publicHost);
      return answer({});
    }),
  },
];

function createBucket(request: CloudflareRequest): CloudResponse {
  const body = newBucket.safeParse(request.body);
  const jurisdiction = jurisdictionOf(request);
  if (!body.success || !jurisdictions.includes(jurisdiction)) {
    return refuse(400, 10021, "The request body or the header cf-r2-jurisdiction is invalid.");
  }
  const { name, locationHint, storageClass: storage_class } = body.data;
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) {
    return refuse(400, 10005, "The specified bucket name is not valid.");
  }
  const key = bucketKey(request, name);
  if (request.state.buckets[key]) {
    // 10073 is documented for a name conflict, 10004 was met for an own bucket; no public source settles it.
    return refuse(409, 10004, "The bucket you tried to create already exists, and you own it.");
  }
  const location = locationHint?.toUpperCase() ?? nearestLocation[jurisdiction] ?? "ENAM";
  request.state.bucketLocations[key] ??= location;
  const bucket: Bucket = {
    name,
    jurisdiction,
    location: request.state.bucketLocations[key],
    storage_class,
    creation_date: request.clock.iso(),
    id: request.ids.hex("bucket", 32),
    cors: null,
    lifecycle: [structuredClone(defaultLifecycle)],
    isPublic: false,
    customDomains: {},
    objects: {},
  };
  request.state.buckets[key] = bucket;
  return answer(describeBucket(bucket));
}

/** Only the buckets of one jurisdiction: the others are invisible without its header (R2 docs, Data location). */
function listBuckets(request: CloudflareRequest): CloudResponse {
  const { query, state } = request;
  const namespace = bucketKey(request, "");
  const after = query.get("cursor") ?? query.get("start_after") ?? "";
  const isDescending = query.get("direction") === "desc";
  const buckets = Object.entries(state.buckets)
    .filter(([key, { name }]) => key === namespace + name && name.includes(query.get("name_contains") ?? ""))
    .map(([, bucket]) => bucket)
    .sort((a, b) => (a.name < b.name ? -1 : 1) * (isDescending ? -1 : 1))
    .filter(({ name }) => after === "" || (isDescending ? name < after : name > after));
  const perPage = Math.max(1, Number(query.get("per_page") ?? 20) || 20);
  const shown = buckets.slice(0, perPage);
  const last = shown.at(-1);
  const cursor = last && buckets.length > perPage ? { cursor: last.name } : {};
  return answer({ buckets: shown.map(describeBucket) }, { per_page: perPage, ...cursor });
}

function describeBucket({ name, creation_date, location, storage_class, jurisdiction }: Bucket): JsonObject {
  return { name, creation_date, location, storage_class, jurisdiction };
}
