import { createHash } from "node:crypto";
import Cloudflare from "cloudflare";
import { beforeEach, describe, expect, test } from "vitest";
import { account, type Served, serveCloudflare, token, zone } from "./served.ts";

let cloud: Served;
let client: Cloudflare;
beforeEach(async () => {
  cloud = await serveCloudflare();
  client = new Cloudflare({ apiToken: token, baseURL: `${cloud.url}/client/v4`, fetch: cloud.fetch });
});

/** What the calls below do, in the order of one run. */
async function buildEverything(): Promise<unknown[]> {
  const bucket = await client.r2.buckets.create({ account_id: account, name: "audio", locationHint: "weur" });
  const rules = [{ allowed: { methods: ["GET" as const], origins: ["https://plyr.fm"] } }];
  await client.r2.buckets.cors.update("audio", { account_id: account, rules });
  const minted = await client.accounts.tokens.create({
    account_id: account,
    name: "plyr",
    policies: [
      {
        effect: "allow",
        permission_groups: [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }],
        resources: { [`com.cloudflare.edge.r2.bucket.${account}_default_audio`]: "*" },
      },
    ],
  });
  await client.pages.projects.create({ account_id: account, name: "plyr", production_branch: "main" });
  const project = await client.pages.projects.edit("plyr", {
    account_id: account,
    deployment_configs: {
      production: {
        env_vars: {
          PUBLIC_API_URL: { type: "plain_text", value: "https://api.plyr.fm" },
          SECRET: { type: "secret_text", value: "canary-secret-value" },
        },
      },
    },
  });
  const domain = await client.pages.projects.domains.create("plyr", { account_id: account, name: "app.plyr.fm" });
  const record = await client.dns.records.create({
    zone_id: zone,
    type: "CNAME",
    name: "app",
    content: "plyr.pages.dev",
    ttl: 1,
    proxied: true,
  });
  return [bucket, minted, project, domain, record];
}

test("Cloudflare's own client builds everything, and twice the same", async () => {
  const first = await buildEverything();
  expect(first).toMatchObject([
    { name: "audio", location: "WEUR" },
    { name: "plyr", status: "active" },
    { deployment_configs: { production: { env_vars: { SECRET: { type: "secret_text", value: "" } } } } },
    { name: "app.plyr.fm", status: "pending" },
    { name: "app.plyr.fm", content: "plyr.pages.dev" },
  ]);
  const state = cloud.readState();
  cloud = await serveCloudflare();
  client = new Cloudflare({ apiToken: token, baseURL: `${cloud.url}/client/v4`, fetch: cloud.fetch });
  expect(await buildEverything()).toEqual(first);
  expect(cloud.readState()).toBe(state);
});

test("no secret is in the state file or in the journal", async () => {
  const [, minted] = (await buildEverything()) as [unknown, { value: string }];
  const s3Secret = createHash("sha256").update(minted.value).digest("hex");
  for (const secret of ["canary-secret-value", token, minted.value, s3Secret]) {
    expect(cloud.readState()).not.toContain(secret);
    expect(cloud.readJournal()).not.toContain(secret);
  }
});

test("the client walks the pages of a list to its end", async () => {
  for (let n = 0; n < 23; n++) {
    await client.pages.projects.create({ account_id: account, name: `site-${n}`, production_branch: "main" });
  }
  const names: string[] = [];
  for await (const { name } of client.pages.projects.list({ account_id: account, per_page: 10 })) names.push(name);
  expect(names).toEqual(Array.from({ length: 23 }, (_, n) => `site-${n}`));
});

test("the client finds DNS records by their name", async () => {
  await client.dns.records.create({ zone_id: zone, type: "TXT", name: "a", content: "one", ttl: 60 });
  await client.dns.records.create({ zone_id: zone, type: "TXT", name: "b", content: "two", ttl: 60 });
  const found = await client.dns.records.list({ zone_id: zone, name: { exact: "b.plyr.fm" } });
  expect(found.result.map(({ content }) => content)).toEqual(["two"]);
});

describe("the client gives up at once", () => {
  test("on a bucket that is not empty", async () => {
    await client.r2.buckets.create({ account_id: account, name: "audio" });
    const object = { account_id: account, bucket_name: "audio" };
    await client.r2.buckets.objects.upload("a/b.json", "{}", object);
    const deletion = client.r2.buckets.delete("audio", { account_id: account });
    await expect(deletion).rejects.toMatchObject({ status: 409, errors: [{ code: 10008 }] });
    expect(cloud.readJournal().match(/cloudflare\.deleteBucket"/g)).toHaveLength(1);
    await client.r2.buckets.objects.delete("a/b.json", object);
    await client.r2.buckets.delete("audio", { account_id: account });
  });

  test("on a project that exists", async () => {
    const project = { account_id: account, name: "plyr", production_branch: "main" };
    await client.pages.projects.create(project);
    await expect(client.pages.projects.create(project)).rejects.toMatchObject({ errors: [{ code: 8000002 }] });
    expect(cloud.readJournal().match(/cloudflare\.createPagesProject"/g)).toHaveLength(2);
  });
});
