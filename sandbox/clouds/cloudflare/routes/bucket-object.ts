import { param } from "../../core/router.ts";
import type { CloudflareOperation } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { withBucket } from "../store.ts";

const path = "/accounts/:account/r2/buckets/:bucket/objects";

/**
 * Objects are known by name and size only: enough for a bucket not to be empty, which is what its deletion asks. The key is
 * one percent-encoded segment, as Cloudflare's own TypeScript client sends it.
 */
export const bucketObjectOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.putObject",
    method: "PUT",
    path: `${path}/:key`,
    handle: withBucket((bucket, request) => {
      const key = param(request, "key");
      const size = Number(request.headers["content-length"] ?? 0);
      const object = { size, etag: request.ids.hex("etag", 32), uploaded: request.clock.iso() };
      bucket.objects[key] = object;
      const version = request.ids.hex("object version", 32);
      return answer({ key, ...object, size: String(size), version, storage_class: bucket.storage_class });
    }),
  },
  {
    name: "cloudflare.listObjects",
    method: "GET",
    path,
    handle: withBucket((bucket, { query }) => {
      const prefix = query.get("prefix") ?? "";
      const objects = Object.entries(bucket.objects).filter(([key]) => key.startsWith(prefix));
      const { storage_class } = bucket;
      return answer(
        objects
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, { size, etag, uploaded }]) => ({ key, size, etag, last_modified: uploaded, storage_class })),
      );
    }),
  },
  {
    name: "cloudflare.deleteObject",
    method: "DELETE",
    path: `${path}/:key`,
    handle: withBucket((bucket, request) => {
      const key = param(request, "key");
      if (!bucket.objects[key]) return refuse(404, 10007, "The specified object does not exist.");
      delete bucket.objects[key];
      return answer({ key });
    }),
  },
];
