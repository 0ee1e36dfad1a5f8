import * as z from "zod";
import { Problem } from "../../problem/problem.ts";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";

export interface BucketRef {
  readonly accountId: string;
  readonly name: string;
  /** Each is a namespace of its own: `default`, `eu`, … */
  readonly jurisdiction: string;
}

/** `ObjectListResponse` of npm `cloudflare` 7.3.0 (resources/r2/buckets/objects.d.ts), as far as it is read. */
const page = z.object({
  result: z.array(z.object({ key: z.string().min(1) })),
  result_info: z.object({ cursor: z.string().optional() }).nullish(),
});

/** R2 buckets and what is in them: https://developers.cloudflare.com/api/resources/r2/subresources/buckets */
export class CloudflareBuckets {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** Keys of all objects, in the order of R2. Fails when the bucket does not exist. */
  async listObjects(bucket: BucketRef): Promise<readonly string[]> {
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const { result, result_info } = await this.api.request({
        action: `list the objects of ${describe(bucket)}`,
        method: "GET",
        ...place(bucket, "objects"),
        query: { cursor },
        answer: page,
      });
      keys.push(...result.map(({ key }) => key));
      // Cloudflare's own client ends at the same two (core/pagination.js, CursorPagination).
      cursor = result.length === 0 ? undefined : result_info?.cursor;
    } while (cursor);
    return keys;
  }

  /**
   * Succeeds when the object does not exist.
   * @throws Problem for a key with `.` or `..` between its slashes, which a URL resolves away: it would name another object, or the bucket
   */
  async deleteObject(bucket: BucketRef, key: string): Promise<void> {
    const segments = key.split("/");
    if (segments.some((segment) => segment === "." || segment === "..")) {
      throw new Problem({
        code: "r2-object-key",
        what: `The object "${key}" of ${describe(bucket)} cannot be deleted: no address can name it.`,
        fix: "delete it with an S3 client, then run the same command again",
      });
    }
    await this.api.requestIfPresent({
      action: `delete object "${key}" of ${describe(bucket)}`,
      method: "DELETE",
      // Slashes must not be percent-encoded (API reference, "Delete Object").
      ...place(bucket, "objects", ...segments),
      answer: acknowledgement,
    });
  }

  /**
   * Deletes every object that is there at the beginning, one by one: Cloudflare's API has no call for several. Answers how many there were.
   */
  async empty(bucket: BucketRef): Promise<number> {
    const keys = await this.listObjects(bucket);
    for (const key of keys) await this.deleteObject(bucket, key);
    return keys.length;
  }

  /** Succeeds when the bucket does not exist. Cloudflare answers 409 while it holds an object. */
  async delete(bucket: BucketRef): Promise<void> {
    await this.api.requestIfPresent({
      action: `delete ${describe(bucket)}`,
      method: "DELETE",
      ...place(bucket),
      answer: acknowledgement,
    });
  }
}

function describe({ name, jurisdiction }: BucketRef): string {
  return `bucket "${name}"${jurisdiction === "default" ? "" : ` of jurisdiction ${jurisdiction}`}`;
}

function place({ accountId, name, jurisdiction }: BucketRef, ...below: readonly string[]) {
  const segments = ["accounts", accountId, "r2", "buckets", name, ...below];
  return {
    path: `/${segments.map(encodeURIComponent).join("/")}`,
    headers: { "cf-r2-jurisdiction": jurisdiction },
  };
}
