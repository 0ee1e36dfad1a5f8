import { beforeEach, expect, test } from "vitest";
import { account, otherAccount, type Served, serveCloudflare, zone } from "./served.ts";

const groups = {
  itemRead: "6a018a9f2fc74eb6b293b0c548f38b39",
  itemWrite: "2efd5506f9c8494dacb1fa10a3e7d5b6",
  storageRead: "b4992e1108244f5d8bfbd5744320c2e1",
  storageWrite: "bf7481a1826f439697cb59a20b22293e",
  tokensWrite: "5bc3f8b21c554832afc660159ab75fa4",
  pagesRead: "e247aedd66bd41cc9193af0213416666",
  pagesWrite: "8d28297797f24fb8a0c332fe0866ec89",
  dnsRead: "82e64a83756745bbbb1c9c2701bf816b",
  dnsWrite: "4755a26eedb94da69e1066d98aa820be",
} as const;
type Group = keyof typeof groups;

const inAccount = { [`com.cloudflare.api.account.${account}`]: "*" };
const inAudio = { [`com.cloudflare.edge.r2.bucket.${account}_default_audio`]: "*" };
const inAll = { [`com.cloudflare.api.account.${account}`]: { "com.cloudflare.edge.r2.bucket.*": "*" } };
const inZone = { [`com.cloudflare.api.account.zone.${zone}`]: "*" };

const below = `/accounts/${account}`;
const record = { type: "TXT", name: "a.plyr.fm", content: "x", ttl: 1 };
interface Calls {
  readonly [call: string]: readonly [method: string, path: string, body?: object];
}
const calls = {
  "list objects": ["GET", `${below}/r2/buckets/audio/objects`],
  "delete an object": ["DELETE", `${below}/r2/buckets/audio/objects/a`],
  "list objects of another bucket": ["GET", `${below}/r2/buckets/images/objects`],
  "list buckets": ["GET", `${below}/r2/buckets`],
  "delete a bucket": ["DELETE", `${below}/r2/buckets/images`],
  "read a project": ["GET", `${below}/pages/projects/site`],
  "deploy a project": ["POST", `${below}/pages/projects/site/deployments`],
  "list tokens": ["GET", `${below}/tokens`],
  "list records": ["GET", `/zones/${zone}/dns_records`],
  "add a record": ["POST", `/zones/${zone}/dns_records`, record],
  "list accounts": ["GET", "/accounts"],
} as const satisfies Calls;

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
  for (const name of ["audio", "images"]) await cloud.send("POST", `${below}/r2/buckets`, { name });
  await cloud.send("POST", `${below}/pages/projects`, { name: "site", production_branch: "main" });
  await cloud.send("PUT", `${below}/r2/buckets/audio/objects/a`, {});
});

interface Policy {
  readonly effect: "allow" | "deny";
  readonly group: Group;
  readonly resources: object;
}

async function mint(policies: readonly Policy[], more: object = {}): Promise<string> {
  const { body } = await cloud.send<{ value: string }>("POST", `${below}/tokens`, {
    name: "minted",
    policies: policies.map(({ effect, group, resources }) => ({
      ...{ effect, resources, permission_groups: [{ id: groups[group] }] },
    })),
    ...more,
  });
  return body.result.value;
}

/** The calls that a token gets an answer to; every other one must be refused as Cloudflare refuses it. */
async function permitted(token: string): Promise<string[]> {
  const through: string[] = [];
  for (const [name, [method, path, body]] of Object.entries<Calls[string]>(calls)) {
    const { status, body: said } = await cloud.send(method, path, body, { authorization: `Bearer ${token}` });
    if (status !== 403) through.push(name);
    else expect([name, said.errors[0]?.code]).toEqual([name, path.includes("/r2/") ? 10003 : 10000]);
  }
  return through;
}

const allow = (group: Group, resources: object) => ({ effect: "allow", group, resources }) as const;

test.each<[Group, object, (keyof typeof calls)[]]>([
  ["itemRead", inAudio, ["list objects"]],
  ["itemWrite", inAudio, ["list objects", "delete an object"]],
  ["itemRead", inAll, ["list objects", "list objects of another bucket"]],
  ["storageRead", inAccount, ["list objects", "list objects of another bucket", "list buckets"]],
  [
    "storageWrite",
    inAccount,
    ["list objects", "delete an object", "list objects of another bucket", "list buckets", "delete a bucket"],
  ],
  ["pagesRead", inAccount, ["read a project"]],
  ["pagesWrite", inAccount, ["read a project", "deploy a project"]],
  ["tokensWrite", inAccount, ["list tokens"]],
  ["dnsRead", inZone, ["list records"]],
  ["dnsWrite", inZone, ["list records", "add a record"]],
  ["dnsWrite", { "com.cloudflare.api.account.zone.0000000000000000000000000000000f": "*" }, []],
  ["pagesWrite", { [`com.cloudflare.api.account.${otherAccount}`]: "*" }, []],
  ["pagesWrite", inZone, []],
])("a token with %s in %j may do just that", async (group, resources, expected) => {
  expect(await permitted(await mint([allow(group, resources)]))).toEqual(expected);
});

test("a policy that denies wins, and one that is of something else does not", async () => {
  const denied = { effect: "deny", group: "itemWrite", resources: inAudio } as const;
  expect(await permitted(await mint([allow("itemWrite", inAudio), denied]))).toEqual([]);
  expect(await permitted(await mint([allow("pagesRead", inAccount), denied]))).toEqual(["read a project"]);
});

test("a token that has expired, or was disabled, may do nothing and still verifies as that", async () => {
  const policies = [allow("pagesRead", inAccount)];
  expect(await permitted(await mint(policies, { expires_on: "2020-01-01T00:00:00Z" }))).toEqual([]);
  const disabled = await mint(policies, { status: "disabled" });
  expect(await permitted(disabled)).toEqual([]);
  const { body } = await cloud.send<{ status: string }>("GET", `${below}/tokens/verify`, undefined, {
    authorization: `Bearer ${disabled}`,
  });
  expect(body.result.status).toBe("disabled");
});
