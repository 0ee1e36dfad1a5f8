import { beforeEach, describe, expect, test } from "vitest";
import type { CloudflareState } from "../../../sandbox/clouds/cloudflare/entities.ts";
import { isStatus } from "../../../src/clouds/call/cloud-error.ts";
import type { BucketRef, CloudflareBuckets } from "../../../src/clouds/cloudflare/buckets.ts";
import { Problem } from "../../../src/problem/problem.ts";
import type { StartedCloud } from "../../stage/clouds.ts";
import { account, emulateCloudflare } from "./emulated-cloudflare.ts";

const audio: BucketRef = { accountId: account, name: "audio", jurisdiction: "default" };
const european: BucketRef = { ...audio, jurisdiction: "eu" };

let cloud: StartedCloud<CloudflareState>;
let buckets: CloudflareBuckets;
let send: Awaited<ReturnType<typeof emulateCloudflare>>["send"];
beforeEach(async () => {
  ({
    cloud,
    client: { buckets },
    send,
  } = await emulateCloudflare());
});

const make = ({ name, jurisdiction }: BucketRef) =>
  send("POST", "/r2/buckets", { name }, { "cf-r2-jurisdiction": jurisdiction });
const put = async ({ name, jurisdiction }: BucketRef, ...keys: string[]) => {
  for (const key of keys) {
    await send(
      "PUT",
      `/r2/buckets/${name}/objects/${encodeURIComponent(key)}`,
      {},
      { "cf-r2-jurisdiction": jurisdiction },
    );
  }
};
const keysIn = (jurisdiction: string) =>
  Object.keys(cloud.state.buckets[`${account}/${jurisdiction}/audio`]?.objects ?? {}).toSorted();

describe("a bucket", () => {
  test("lists the keys of all its objects, over all pages", async () => {
    await make(audio);
    const keys = Array.from({ length: 45 }, (_, i) => `tracks/${String(i).padStart(2, "0")}.mp3`);
    await put(audio, ...keys);
    expect(await buckets.listObjects(audio)).toEqual(keys);
  });

  test("that is not there is not an empty one", async () => {
    await expect(buckets.listObjects(audio)).rejects.toThrow(
      'Cloudflare refused to list the objects of bucket "audio": 404 The specified bucket does not exist.',
    );
  });

  test("is emptied of every key, whatever is in it, and then deleted", async () => {
    await make(audio);
    await put(audio, "plain", "a/b/c", "/leading", "trailing/", "a//b", "50% ?&#+ü", "%2e%2e/x", "...", "a/.b");
    await expect(buckets.delete(audio)).rejects.toSatisfy((error) => isStatus(error, 409));
    expect(await buckets.empty(audio)).toBe(9);
    expect(keysIn("default")).toEqual([]);
    // "Slashes (/) within the key MUST be sent literally" (API reference, "Delete Object"); the emulated one takes both.
    expect(cloud.readJournal()).toContain('/objects/a/b/c"');
    await buckets.delete(audio);
    expect(cloud.state.buckets).toEqual({});
  });

  test("of another jurisdiction is another one", async () => {
    for (const bucket of [audio, european]) {
      await make(bucket);
      await put(bucket, "a", "b");
    }
    await buckets.empty(european);
    expect([keysIn("default"), keysIn("eu")]).toEqual([["a", "b"], []]);
    await buckets.delete(european);
    expect(Object.keys(cloud.state.buckets)).toEqual([`${account}/default/audio`]);
  });

  test("that is gone is deleted, and so is an object", async () => {
    await make(audio);
    await buckets.deleteObject(audio, "a");
    await buckets.delete(audio);
    await buckets.delete(audio);
    await buckets.deleteObject(audio, "a");
  });

  test.each(["refuse", "lose", "misreport", "cut"] as const)(
    "is emptied and deleted when both are met by %s",
    async (kind) => {
      await make(audio);
      await put(audio, "a/1");
      for (const operation of ["cloudflare.deleteObject", "cloudflare.deleteBucket"]) {
        cloud.faults.push({ operation, kind, status: 503, times: 1 });
      }
      await buckets.empty(audio);
      await buckets.delete(audio);
      expect(cloud.state.buckets).toEqual({});
    },
  );
});

test.each([".", "..", "a/../b", "a/."])(
  "an object with the key %s is refused before a request names another",
  async (key) => {
    await make(audio);
    await put(audio, "b", "a/b");
    const refusal = await buckets.deleteObject(audio, key).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(String(refusal)).toContain(`The object "${key}" of bucket "audio" cannot be deleted`);
    expect(keysIn("default")).toEqual(["a/b", "b"]);
  },
);
