import { z } from "zod";
import type { CloudResponse, Json } from "../../core/cloud.ts";
import type { Bucket, CloudflareOperation, CloudflareRequest } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { withBucket } from "../store.ts";

const path = "/accounts/:account/r2/buckets/:bucket/cors";

const corsRule = z.object({
  allowed: z.object({
    methods: z.array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"])).min(1),
    origins: z.array(z.string()).min(1),
    headers: z.array(z.string()).optional(),
  }),
  id: z.string().optional(),
  exposeHeaders: z.array(z.string()).optional(),
  maxAgeSeconds: z.number().optional(),
});

/** The provider sends `"rules": null` when the program drops them: from then on there is no configuration. */
const corsConfiguration = z.object({ rules: z.array(corsRule).nullable() });

export const bucketCorsOperations: readonly CloudflareOperation[] = [
  { name: "cloudflare.putBucketCors", method: "PUT", path, handle: withBucket(putCors) },
  {
    name: "cloudflare.getBucketCors",
    method: "GET",
    path,
    handle: withBucket(({ cors }) =>
      cors ? answer({ rules: cors }) : refuse(404, 10059, "The CORS configuration does not exist."),
    ),
  },
  {
    name: "cloudflare.deleteBucketCors",
    method: "DELETE",
    path,
    handle: withBucket((bucket) => {
      bucket.cors = null;
      return answer({});
    }),
  },
];

/** Rules are kept as they came: an added or re-ordered member would be drift to the provider. */
function putCors(bucket: Bucket, request: CloudflareRequest): CloudResponse {
  if (!corsConfiguration.safeParse(request.body).success) return refuse(400, 10021, "The CORS rules are invalid.");
  const { rules } = request.body as { rules: Json[] | null };
  bucket.cors = rules && rules.length > 0 ? rules : null;
  return answer({});
}
