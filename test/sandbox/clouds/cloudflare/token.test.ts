import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { account, otherAccount, type Served, serveCloudflare } from "./served.ts";

const tokens = `/accounts/${account}/tokens`;
const writeObjects = "2efd5506f9c8494dacb1fa10a3e7d5b6";
const bucketKey = `com.cloudflare.edge.r2.bucket.${account}_default_`;

interface Token {
  id: string;
  value: string;
  policies: { resources: object }[];
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

const policy = (resources: object) => ({ effect: "allow", permission_groups: [{ id: writeObjects }], resources });
const settings = { name: "plyr staging", policies: [policy({ [`${bucketKey}audio`]: "*" })] };
const createToken = async (more: object = {}, list = tokens) =>
  (await cloud.send<Token>("POST", list, { ...settings, ...more })).body.result;

describe("a token", () => {
  test("tells its value once and has no condition unless one is set", async () => {
    const { value, ...token } = await createToken();
    expect(value).toMatch(/^cfat_[0-9a-f]{40}$/);
    expect(token).toEqual({
      id: token.id,
      name: "plyr staging",
      policies: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), ...settings.policies[0] }],
      status: "active",
      issued_on: "2026-01-05T10:00:01Z",
      modified_on: "2026-01-05T10:00:01Z",
    });
    expect((await cloud.send("GET", `${tokens}/${token.id}`)).body.result).toEqual(token);
  });

  test("leaves neither its value nor its S3 secret in the state file", async () => {
    const { value } = await createToken();
    const s3Secret = createHash("sha256").update(value).digest("hex");
    expect(cloud.readState()).not.toContain(value);
    expect(cloud.readState()).not.toContain(s3Secret);
  });

  test("keeps the order of the keys of its resources, across a restart of the store too", async () => {
    const resources = {
      [`${bucketKey}b`]: "*",
      [`${bucketKey}a`]: "*",
      [`com.cloudflare.api.account.${account}`]: "*",
    };
    const { id } = await createToken({ policies: [policy(resources)] });
    const { body } = await cloud.send<Token>("GET", `${tokens}/${id}`);
    expect(JSON.stringify(body.result.policies[0]?.resources)).toBe(JSON.stringify(resources));
  });

  test("is replaced as a whole by a PUT", async () => {
    const { id } = await createToken({ condition: { request_ip: { in: ["192.0.2.0/24"] } } });
    const { body } = await cloud.send("PUT", `${tokens}/${id}`, { ...settings, name: "renamed", status: "disabled" });
    expect(body.result).toMatchObject({ name: "renamed", status: "disabled", modified_on: "2026-01-05T10:00:02Z" });
    expect(body.result).not.toHaveProperty("condition");
    expect(body.result).not.toHaveProperty("value");
  });

  test("says that it has expired", async () => {
    const { id } = await createToken({ expires_on: "2026-01-05T10:00:03Z" });
    const readStatus = async () => (await cloud.send("GET", `${tokens}/${id}`)).body.result;
    expect(await readStatus()).toMatchObject({ status: "active" });
    for (const name of ["later", "later still"]) await createToken({ name });
    expect(await readStatus()).toMatchObject({ status: "expired" });
  });

  test("is known to its own account only, and to nobody after its deletion", async () => {
    const { id } = await createToken();
    expect((await cloud.send("GET", `/accounts/${otherAccount}/tokens/${id}`)).status).toBe(404);
    expect((await cloud.send("DELETE", `${tokens}/${id}`)).body.result).toEqual({ id });
    expect((await cloud.send("DELETE", `${tokens}/${id}`)).status).toBe(404);
  });

  test.each([
    ["no name", { name: "" }],
    ["a name of 121 characters", { name: "a".repeat(121) }],
    ["no policy", { policies: [] }],
    ["resources as a text", { policies: [policy(JSON.stringify({ a: "*" }) as unknown as object)] }],
    ["a permission group by name", { policies: [{ ...policy({ a: "*" }), permission_groups: ["DNS Write"] }] }],
  ])("with %s is refused with 400", async (_name, change) => {
    expect((await cloud.send("POST", tokens, { ...settings, ...change })).status).toBe(400);
  });

  test("on every bucket at the top level is refused with 9109", async () => {
    const wholesale = { policies: [policy({ "com.cloudflare.edge.r2.bucket.*": "*" })] };
    const { body } = await cloud.send("POST", tokens, { ...settings, ...wholesale });
    expect(body.errors[0]?.code).toBe(9109);
    const nested = { [`com.cloudflare.api.account.${account}`]: { "com.cloudflare.edge.r2.bucket.*": "*" } };
    expect((await createToken({ policies: [policy(nested)] })).policies[0]?.resources).toEqual(nested);
  });
});

describe("the value", () => {
  const verify = (value: string, list = tokens) =>
    cloud.send<{ id: string }>("GET", `${list}/verify`, undefined, { authorization: `Bearer ${value}` });

  test("verifies as its token", async () => {
    const { id, value } = await createToken();
    const { status, body } = await verify(value);
    expect(status).toBe(200);
    expect(body.result).toEqual({ id, status: "active" });
  });

  test("of an account's token is refused by the user's verify, and the other way round", async () => {
    const own = await createToken();
    const { status, body } = await verify(own.value, "/user/tokens");
    expect(status).toBe(401);
    expect(body.errors[0]?.code).toBe(1000);
    const users = await createToken({}, "/user/tokens");
    expect((await verify(users.value, "/user/tokens")).body.result.id).toBe(users.id);
    expect((await verify(users.value)).status).toBe(401);
  });

  test("is replaced by a roll, which answers it as a bare text", async () => {
    const { id, value } = await createToken();
    const { body } = await cloud.send<string>("PUT", `${tokens}/${id}/value`, {});
    expect(body.result).not.toBe(value);
    expect((await verify(body.result)).body.result.id).toBe(id);
    expect((await verify(value)).status).toBe(403);
  });

  test("opens nothing but its own verification", async () => {
    const { value } = await createToken();
    const headers = { authorization: `Bearer ${value}` };
    expect((await cloud.send("GET", `/accounts/${account}/r2/buckets`, undefined, headers)).status).toBe(403);
  });
});

test("permission groups are found by name and by scope", async () => {
  const find = async (query: string) =>
    (await cloud.send<{ id: string }[]>("GET", `${tokens}/permission_groups?${query}`)).body.result.map(({ id }) => id);
  expect(await find("name=Workers%20R2%20Storage%20Bucket%20Item%20Write")).toEqual([writeObjects]);
  expect(await find("scope=com.cloudflare.edge.r2.bucket")).toEqual(["6a018a9f2fc74eb6b293b0c548f38b39", writeObjects]);
});

test("the list has the account's own tokens", async () => {
  const { id } = await createToken();
  await createToken({}, "/user/tokens");
  const { body } = await cloud.send<Token[]>("GET", tokens);
  expect(body.result.map((token) => token.id)).toEqual([id]);
});
