import { beforeEach, describe, expect, test } from "vitest";
import { account, type Served, serveCloudflare } from "./served.ts";

const buckets = `/accounts/${account}/r2/buckets`;
const eu = { "cf-r2-jurisdiction": "eu" };

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

const createBucket = (name: string, more: object = {}, headers = {}) =>
  cloud.send<{ location: string }>("POST", buckets, { name, storageClass: "Standard", ...more }, headers);

describe("a bucket", () => {
  test("is answered with its location in upper case", async () => {
    const { status, body } = await createBucket("audio", { locationHint: "weur" });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      errors: [],
      messages: [],
      result: {
        name: "audio",
        creation_date: "2026-01-05T10:00:01Z",
        location: "WEUR",
        storage_class: "Standard",
        jurisdiction: "default",
      },
    });
    expect((await cloud.send("GET", `${buckets}/audio`)).body.result).toEqual(body.result);
  });

  test("of another jurisdiction is another bucket, and invisible without the header", async () => {
    await createBucket("audio", {}, eu);
    expect((await cloud.send("GET", `${buckets}/audio`)).body.errors).toEqual([
      { code: 10006, message: "The specified bucket does not exist." },
    ]);
    expect((await cloud.send("GET", buckets)).body.result).toEqual({ buckets: [] });
    const { body } = await cloud.send("GET", `${buckets}/audio`, undefined, eu);
    expect(body.result).toMatchObject({ name: "audio", jurisdiction: "eu" });
    expect((await createBucket("audio")).status).toBe(200);
  });

  test("that is made again keeps its first location", async () => {
    await createBucket("audio", { locationHint: "apac" });
    await cloud.send("DELETE", `${buckets}/audio`);
    expect((await createBucket("audio", { locationHint: "weur" })).body.result.location).toBe("APAC");
  });

  test("changes its storage class by a header and no body", async () => {
    await createBucket("audio");
    const { status, body } = await cloud.send("PATCH", `${buckets}/audio`, undefined, {
      "cf-r2-storage-class": "InfrequentAccess",
    });
    expect(status).toBe(200);
    expect(body.result).toMatchObject({ storage_class: "InfrequentAccess" });
  });

  test("that exists is refused with 409, which is not to be repeated", async () => {
    await createBucket("audio");
    const { status, headers } = await createBucket("audio");
    expect(status).toBe(409);
    expect(headers.get("x-should-retry")).toBe("false");
  });

  test.each(["ab", "Audio", "audio-", "-audio", "a".repeat(64), "au_dio"])("is not named %s", async (name) => {
    const { status, body } = await createBucket(name);
    expect(status).toBe(400);
    expect(body.errors[0]?.code).toBe(10005);
  });

  test("that is gone answers 404 to its deletion", async () => {
    const { status, body } = await cloud.send("DELETE", `${buckets}/audio`);
    expect(status).toBe(404);
    expect(body.errors[0]?.code).toBe(10006);
  });

  test("is not deleted while it holds an object", async () => {
    await createBucket("audio");
    await cloud.send("PUT", `${buckets}/audio/objects/${encodeURIComponent("a/b.mp3")}`, { any: "content" });
    expect((await cloud.send("GET", `${buckets}/audio/objects`)).body.result).toMatchObject([{ key: "a/b.mp3" }]);
    const { status, body, headers } = await cloud.send("DELETE", `${buckets}/audio`);
    expect(status).toBe(409);
    expect(body.errors[0]?.code).toBe(10008);
    expect(headers.get("x-should-retry")).toBe("false");
    await cloud.send("DELETE", `${buckets}/audio/objects/${encodeURIComponent("a/b.mp3")}`);
    expect((await cloud.send("DELETE", `${buckets}/audio`)).status).toBe(200);
  });
});

describe("an object", () => {
  const objects = `${buckets}/audio/objects`;
  beforeEach(() => createBucket("audio"));
  const putObjects = async (...keys: string[]) => {
    for (const key of keys) await cloud.send("PUT", `${objects}/${key}`, { any: "content" });
  };
  const listKeys = async (query = "") => {
    const { body } = await cloud.send<{ key: string }[]>("GET", `${objects}${query}`);
    return [body.result.map(({ key }) => key), body.result_info];
  };

  test("has one key, whether its slashes are encoded or not", async () => {
    await putObjects("a/b%20c.mp3", "a%2Fb%20c.mp3", "d");
    expect(await listKeys()).toEqual([["a/b c.mp3", "d"], { per_page: 20 }]);
    expect((await cloud.send("DELETE", `${objects}/a/b%20c.mp3`)).body.result).toEqual({ key: "a/b c.mp3" });
    expect(await listKeys()).toEqual([["d"], { per_page: 20 }]);
  });

  test("is listed in order of key, by prefix, and paged by cursor", async () => {
    await putObjects("b/2", "a", "b/1", "b/3");
    expect(await listKeys("?per_page=2")).toEqual([["a", "b/1"], { per_page: 2, cursor: "b/1" }]);
    expect(await listKeys("?per_page=2&cursor=b/1")).toEqual([["b/2", "b/3"], { per_page: 2 }]);
    expect(await listKeys("?prefix=b/&per_page=1")).toEqual([["b/1"], { per_page: 1, cursor: "b/1" }]);
    expect(await listKeys("?prefix=b/&start_after=b/2")).toEqual([["b/3"], { per_page: 20 }]);
  });

  test("that is not there answers 404 to its deletion, and lists none of another bucket", async () => {
    await putObjects("a");
    await createBucket("images");
    const { status, body } = await cloud.send("DELETE", `${buckets}/images/objects/a`);
    expect([status, body.errors[0]?.code]).toEqual([404, 10007]);
    expect((await cloud.send("GET", `${buckets}/images/objects`)).body.result).toEqual([]);
    expect((await cloud.send("GET", `${buckets}/video/objects`)).body.errors[0]?.code).toBe(10006);
  });
});

test("the list is in order of name, filtered and paged by cursor", async () => {
  for (const name of ["images-b", "audio", "images-a", "images-c"]) await createBucket(name);
  const names = async (query: string) => {
    const { body } = await cloud.send<{ buckets: { name: string }[] }>("GET", `${buckets}?${query}`);
    return [body.result.buckets.map(({ name }) => name), body.result_info];
  };
  expect(await names("name_contains=images&per_page=2")).toEqual([
    ["images-a", "images-b"],
    { per_page: 2, cursor: "images-b" },
  ]);
  expect(await names("name_contains=images&per_page=2&cursor=images-b")).toEqual([["images-c"], { per_page: 2 }]);
  expect(await names("direction=desc")).toEqual([["images-c", "images-b", "images-a", "audio"], { per_page: 20 }]);
});

describe("CORS", () => {
  const rules = [{ maxAgeSeconds: 3600, allowed: { origins: ["https://plyr.fm"], methods: ["GET", "HEAD"] } }];
  beforeEach(() => createBucket("audio"));

  test("is not there at first and answers 404 with code 10059", async () => {
    const { status, body } = await cloud.send("GET", `${buckets}/audio/cors`);
    expect(status).toBe(404);
    expect(body.errors[0]?.code).toBe(10059);
  });

  test("is echoed without an added or re-ordered member", async () => {
    expect((await cloud.send("PUT", `${buckets}/audio/cors`, { rules })).body.result).toEqual({});
    const { body } = await cloud.send("GET", `${buckets}/audio/cors`);
    expect(JSON.stringify(body.result)).toBe(JSON.stringify({ rules }));
  });

  test.each([
    ["its deletion", "DELETE", undefined],
    ["rules: null", "PUT", { rules: null }],
    ["no rules", "PUT", { rules: [] }],
  ])("is gone after %s", async (_name, method, body) => {
    await cloud.send("PUT", `${buckets}/audio/cors`, { rules });
    expect((await cloud.send(method, `${buckets}/audio/cors`, body)).status).toBe(200);
    expect((await cloud.send("GET", `${buckets}/audio/cors`)).status).toBe(404);
  });

  test("with a method R2 does not have is refused", async () => {
    const wrong = { rules: [{ allowed: { methods: ["PATCH"], origins: ["*"] } }] };
    const { status, body } = await cloud.send("PUT", `${buckets}/audio/cors`, wrong);
    expect(status).toBe(400);
    expect(body.errors[0]?.code).toBe(10021);
  });
});

describe("lifecycle", () => {
  beforeEach(() => createBucket("audio"));

  test("begins with the rule that aborts unfinished uploads after seven days", async () => {
    expect((await cloud.send("GET", `${buckets}/audio/lifecycle`)).body.result).toEqual({
      rules: [
        {
          id: "Default Multipart Abort Rule",
          enabled: true,
          conditions: { prefix: "" },
          abortMultipartUploadsTransition: { condition: { type: "Age", maxAge: 604800 } },
        },
      ],
    });
  });

  test("is replaced as a whole", async () => {
    const rules = [
      {
        id: "expire",
        enabled: true,
        conditions: { prefix: "tmp/" },
        deleteObjectsTransition: { condition: { type: "Age", maxAge: 86400 } },
      },
    ];
    await cloud.send("PUT", `${buckets}/audio/lifecycle`, { rules });
    expect((await cloud.send("GET", `${buckets}/audio/lifecycle`)).body.result).toEqual({ rules });
  });
});
