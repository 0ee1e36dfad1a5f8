import { z } from "zod";
import type { CloudResponse, Json } from "../../core/cloud.ts";
import type { Bucket, CloudflareOperation, CloudflareRequest } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { withBucket } from "../store.ts";

const path = "/accounts/:account/r2/buckets/:bucket/lifecycle";

const age = z.object({ type: z.literal("Age"), maxAge: z.number() });
const condition = z.union([age, z.object({ type: z.literal("Date"), date: z.string() })]);
const lifecycleRule = z.object({
  id: z.string(),
  enabled: z.boolean(),
  conditions: z.object({ prefix: z.string() }),
  abortMultipartUploadsTransition: z.object({ condition: age.optional() }).optional(),
  deleteObjectsTransition: z.object({ condition: condition.optional() }).optional(),
  storageClassTransitions: z.array(z.object({ condition, storageClass: z.literal("InfrequentAccess") })).optional(),
});
const lifecycleConfiguration = z.object({ rules: z.array(lifecycleRule).default([]) });

export const bucketLifecycleOperations: readonly CloudflareOperation[] = [
  { name: "cloudflare.putBucketLifecycle", method: "PUT", path, handle: withBucket(putLifecycle) },
  {
    name: "cloudflare.getBucketLifecycle",
    method: "GET",
    path,
    handle: withBucket(({ lifecycle }) => answer({ rules: lifecycle })),
  },
];

/** Replaces the whole list, the default rule included. Rules are kept as they came: the provider merges by position. */
function putLifecycle(bucket: Bucket, request: CloudflareRequest): CloudResponse {
  if (!lifecycleConfiguration.safeParse(request.body).success) {
    return refuse(400, 10021, "The lifecycle rules are invalid.");
  }
  bucket.lifecycle = (request.body as { rules?: Json[] }).rules ?? [];
  return answer({});
}
