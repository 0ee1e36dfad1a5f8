import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { Bucket, CloudflareOperation, CloudflareRequest } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { withBucket } from "../store.ts";

const path = "/accounts/:account/r2/buckets/:bucket/objects";

/**
 * Objects are known by name and size only: enough for a bucket not to be empty, which is what its deletion asks. Slashes of
 * a key are sent as they are (API reference, "Delete Object"); Cloudflare's own TypeScript client encodes them.
 */
export const bucketObjectOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.putObject",
    method: "PUT",
    path: `${path}/:key*`,
    handle: withBucket((bucket, request) => {
      const key = param(request, "key");
      const size = Number(request.headers["content-length"] ?? 0);
      const object = { size, etag: request.ids.hex("etag", 32), uploaded: request.clock.iso() };
      bucket.objects[key] = object;
      const version = request.ids.hex("object version", 32);
      return answer({ key, ...object, size: String(size), version, storage_class: bucket.storage_class });
    }),
  },
  { name: "cloudflare.listObjects", method: "GET", path, handle: withBucket(listObjects) },
  {
    name: "cloudflare.deleteObject",
    method: "DELETE",
    path: `${path}/:key*`,
    handle: withBucket((bucket, request) => {
      const key = param(request, "key");
      if (!bucket.objects[key]) return refuse(404, 10007, "The specified object does not exist.");
      delete bucket.objects[key];
      return answer({ key });
    }),
  },
];

/** In order of key. The size of a page that names none is not documented: as of the list of buckets. */
function listObjects({ objects, storage_class }: Bucket, { query }: CloudflareRequest): CloudResponse {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("cursor") ?? query.get("start_after") ?? "";
  const found = Object.entries(objects)
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const perPage = Math.max(1, Number(query.get("per_page") ?? 20) || 20);
  const shown = found.slice(0, perPage);
  const last = shown.at(-1);
  return answer(
    shown.map(([key, { size, etag, uploaded }]) => ({ key, size, etag, last_modified: uploaded, storage_class })),
    { per_page: perPage, ...(last && found.length > perPage && { cursor: last[0] }) },
  );
}
