import { beforeEach, expect, test } from "vitest";
import { account, type Served, serveCloudflare, zone } from "./served.ts";

const bucket = `/accounts/${account}/r2/buckets/audio`;
const domain = { domain: "cdn.plyr.fm", enabled: true, zoneId: zone };

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
  await cloud.send("POST", `/accounts/${account}/r2/buckets`, { name: "audio" });
});

const addDomain = (more: object = {}) => cloud.send("POST", `${bucket}/domains/custom`, { ...domain, ...more });
const readRecords = async () => {
  const { body } = await cloud.send<{ name: string; type: string; content: string }[]>(
    "GET",
    `/zones/${zone}/dns_records`,
  );
  return body.result.map(({ name, type, content }) => ({ name, type, content }));
};

test("a custom domain is created without its status and read with it", async () => {
  expect((await addDomain()).body.result).toEqual(domain);
  const read = await cloud.send("GET", `${bucket}/domains/custom/cdn.plyr.fm`);
  const expected = { ...domain, status: { ownership: "active", ssl: "active" }, zoneName: "plyr.fm" };
  expect(read.body.result).toEqual(expected);
  expect((await cloud.send("GET", `${bucket}/domains/custom`)).body.result).toEqual({ domains: [expected] });
});

test("a custom domain brings its DNS record and takes it away again", async () => {
  await addDomain();
  expect(await readRecords()).toEqual([{ name: "cdn.plyr.fm", type: "CNAME", content: "public.r2.dev" }]);
  const { body } = await cloud.send("DELETE", `${bucket}/domains/custom/cdn.plyr.fm`);
  expect(body.result).toEqual({ domain: "cdn.plyr.fm" });
  expect(await readRecords()).toEqual([]);
});

test("a bucket takes the records of its custom domains with it", async () => {
  await addDomain();
  await cloud.send("DELETE", bucket);
  expect(await readRecords()).toEqual([]);
});

test("a custom domain is changed by a PUT", async () => {
  await addDomain({ minTLS: "1.0" });
  const { status } = await cloud.send("PUT", `${bucket}/domains/custom/cdn.plyr.fm`, { enabled: false, minTLS: "1.2" });
  expect(status).toBe(200);
  const { body } = await cloud.send("GET", `${bucket}/domains/custom/cdn.plyr.fm`);
  expect(body.result).toMatchObject({ enabled: false, minTLS: "1.2", zoneId: zone });
});

test.each([
  ["of a zone the account does not have", { zoneId: "f".repeat(32) }, 400],
  ["outside its zone", { domain: "cdn.example.com" }, 400],
])("a custom domain %s is refused", async (_name, change, status) => {
  expect((await addDomain(change)).status).toBe(status);
});

test("a custom domain whose host has a record already is refused", async () => {
  const record = { name: "cdn", type: "A", content: "192.0.2.1", ttl: 1 };
  await cloud.send("POST", `/zones/${zone}/dns_records`, record);
  expect((await addDomain()).status).toBe(409);
});

test("a custom domain that is not there answers 404", async () => {
  expect((await cloud.send("GET", `${bucket}/domains/custom/cdn.plyr.fm`)).status).toBe(404);
});

test("the managed domain is closed at first and keeps its host when it is opened", async () => {
  const before = await cloud.send<{ domain: string }>("GET", `${bucket}/domains/managed`);
  expect(before.body.result).toMatchObject({ enabled: false });
  expect(before.body.result.domain).toMatch(/^pub-[0-9a-f]{32}\.r2\.dev$/);
  const { body } = await cloud.send("PUT", `${bucket}/domains/managed`, { enabled: true });
  expect(body.result).toEqual({ ...before.body.result, enabled: true });
});
