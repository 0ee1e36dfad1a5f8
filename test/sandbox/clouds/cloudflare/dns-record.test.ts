import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveCloudflare, zone } from "./served.ts";

const records = `/zones/${zone}/dns_records`;
const cname = { content: "plyr.pages.dev", name: "app", proxied: true, ttl: 1, type: "CNAME" };

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

const createRecord = (more: object = {}) => cloud.send<{ id: string }>("POST", records, { ...cname, ...more });

describe("a record", () => {
  test("is answered with its full name and no comment unless it has one", async () => {
    const { status, body } = await createRecord();
    expect(status).toBe(200);
    expect(body.result).toEqual({
      id: body.result.id,
      name: "app.plyr.fm",
      type: "CNAME",
      content: "plyr.pages.dev",
      ttl: 1,
      proxied: true,
      proxiable: true,
      settings: {},
      meta: {},
      tags: [],
      created_on: "2026-01-05T10:00:01Z",
      modified_on: "2026-01-05T10:00:01Z",
    });
    expect((await cloud.send("GET", `${records}/${body.result.id}`)).body.result).toEqual(body.result);
  });

  test.each([
    ["@", "plyr.fm"],
    ["plyr.fm", "plyr.fm"],
    ["App.plyr.fm", "app.plyr.fm"],
    ["notplyr.fm", "notplyr.fm.plyr.fm"],
  ])("named %s is at %s", async (name, full) => {
    expect((await createRecord({ name })).body.result).toMatchObject({ name: full });
  });

  test("is replaced by a PUT, which drops a comment that is null", async () => {
    const { body } = await createRecord({ comment: "by hand" });
    expect(body.result).toMatchObject({ comment: "by hand" });
    const { id } = body.result;
    const put = await cloud.send("PUT", `${records}/${id}`, {
      ...cname,
      name: "app.plyr.fm",
      ttl: 300,
      proxied: false,
      comment: null,
    });
    expect(put.body.result).toMatchObject({ id, ttl: 300, proxied: false, modified_on: "2026-01-05T10:00:02Z" });
    expect(put.body.result).not.toHaveProperty("comment");
  });

  test("is changed in part by a PATCH", async () => {
    const { body } = await createRecord({ comment: "stays" });
    const patch = await cloud.send("PATCH", `${records}/${body.result.id}`, {
      name: "app.plyr.fm",
      type: "CNAME",
      ttl: 1,
      content: "other.pages.dev",
    });
    expect(patch.body.result).toMatchObject({ content: "other.pages.dev", proxied: true, comment: "stays" });
  });

  test("that is proxied has the automatic TTL", async () => {
    expect((await createRecord({ ttl: 300 })).body.result).toMatchObject({ ttl: 1 });
  });

  test("that is gone answers 404 with code 81044", async () => {
    const { body } = await createRecord();
    expect((await cloud.send("DELETE", `${records}/${body.result.id}`)).body.result).toEqual({ id: body.result.id });
    const { status, body: refusal } = await cloud.send("DELETE", `${records}/${body.result.id}`);
    expect(status).toBe(404);
    expect(refusal.errors[0]?.code).toBe(81044);
  });

  test("may be written as data", async () => {
    const data = { flags: 0, tag: "issue", value: "letsencrypt.org" };
    const { body } = await createRecord({ type: "CAA", name: "@", content: undefined, proxied: false, data });
    expect(body.result).toMatchObject({ type: "CAA", data, proxiable: false });
  });
});

describe("a conflict", () => {
  const a = { type: "A", content: "192.0.2.1", proxied: false };
  test.each([
    ["a CNAME beside a CNAME", {}, { content: "other.example" }, 81053],
    ["a CNAME beside an A", a, {}, 81053],
    ["an A beside a CNAME", {}, a, 81054],
    ["the same A again", a, a, 81058],
    ["the same TXT again", { type: "TXT", content: "v" }, { type: "TXT", content: "v" }, 81058],
  ])("of %s answers 400, which is never repeated", async (_name, first, second, code) => {
    expect((await createRecord(first)).status).toBe(200);
    const { status, body } = await createRecord(second);
    expect(status).toBe(400);
    expect(body.errors[0]?.code).toBe(code);
  });

  test("is not one between two A records with different addresses", async () => {
    await createRecord(a);
    expect((await createRecord({ ...a, content: "192.0.2.2" })).status).toBe(200);
  });

  test("is not one of a record with itself", async () => {
    const { body } = await createRecord();
    expect((await cloud.send("PUT", `${records}/${body.result.id}`, cname)).status).toBe(200);
  });
});

test.each([
  ["an A record with a name", { type: "A", content: "plyr.fm" }],
  ["an AAAA record with an IPv4 address", { type: "AAAA", content: "192.0.2.1" }],
  ["a TTL of 10", { ttl: 10, proxied: false }],
  ["an unknown type", { type: "ALIAS" }],
  ["no content", { content: "" }],
])("%s is refused with 400", async (_name, change) => {
  expect((await createRecord(change)).status).toBe(400);
});

test("an unknown zone answers 400", async () => {
  expect((await cloud.send("GET", `/zones/${"0".repeat(32)}/dns_records`)).status).toBe(400);
});

test("the list is filtered by name and type", async () => {
  await createRecord();
  await createRecord({ name: "api", type: "A", content: "192.0.2.1" });
  await createRecord({ name: "api", type: "TXT", content: "v", proxied: false });
  const find = async (query: string) =>
    (await cloud.send<{ name: string; type: string }[]>("GET", `${records}?${query}`)).body.result.map(
      ({ name, type }) => `${type} ${name}`,
    );
  expect(await find("name=api.plyr.fm")).toEqual(["A api.plyr.fm", "TXT api.plyr.fm"]);
  expect(await find("name.exact=api.plyr.fm&type=TXT")).toEqual(["TXT api.plyr.fm"]);
  expect(await find("content=plyr.pages.dev")).toEqual(["CNAME app.plyr.fm"]);
});
