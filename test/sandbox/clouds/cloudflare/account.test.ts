import { beforeEach, expect, test } from "vitest";
import { account, otherAccount, type Served, serveCloudflare, zone } from "./served.ts";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

test("accounts, memberships and zones are those that were seeded", async () => {
  const ids = async (path: string) => (await cloud.send<{ id: string }[]>("GET", path)).body.result.map(({ id }) => id);
  expect(await ids("/accounts")).toEqual([account, otherAccount]);
  expect(await ids("/zones")).toEqual([zone]);
  expect(await ids("/zones?name=example.com")).toEqual([]);
  const { body } = await cloud.send("GET", "/memberships");
  expect(body.result).toMatchObject([{ account: { id: account } }, { account: { id: otherAccount } }]);
});

test("one account and one zone are found by their ids", async () => {
  expect((await cloud.send("GET", `/accounts/${account}`)).body.result).toMatchObject({
    id: account,
    type: "standard",
  });
  const { body } = await cloud.send("GET", `/zones/${zone}`);
  expect(body.result).toMatchObject({ id: zone, name: "plyr.fm", status: "active", account: { id: account } });
});

test("the user has an id and an address", async () => {
  const { body } = await cloud.send<{ id: string; email: string }>("GET", "/user");
  expect(body.result.email).toBe("operator@sandbox.invalid");
  expect(body.result.id).toMatch(/^[0-9a-f]{32}$/);
});
