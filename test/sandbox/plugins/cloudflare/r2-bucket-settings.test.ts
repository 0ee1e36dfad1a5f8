import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../src/plugin/property-values.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { account, zone } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

const bucketPath = `/client/v4/accounts/${account}/r2/buckets/audio-dev`;
const bucket = { accountId: account, bucketName: "audio-dev" };

async function startWithBucket() {
  const { cloud, plugin } = await startCloudflare();
  const token = "cloudflare:index/r2Bucket:R2Bucket";
  await plugin.create(token, await accept(plugin, token, { accountId: account, name: "audio-dev" }));
  cloud.taken();
  const create = async (token: string, given: PropertyMap) =>
    plugin.create(token, await accept(plugin, token, { ...bucket, ...given }));
  return { cloud, plugin, create };
}

describe("R2BucketCors", () => {
  const token = "cloudflare:index/r2BucketCors:R2BucketCors";
  const rules = [{ allowed: { methods: ["GET"], origins: ["https://plyr.fm"] }, maxAgeSeconds: 3600 }];

  it("lives through create, refresh, other rules, none, and delete with the recorded calls", async () => {
    const { cloud, plugin, create } = await startWithBucket();
    const created = await create(token, { rules });
    expect(created.id).toBe("missing ID");
    expect(cloud.taken()).toStrictEqual([[`PUT ${bucketPath}/cors`, { rules }]]);
    await expectStable(plugin, token, created, { ...bucket, rules });
    expect(cloud.taken()).toStrictEqual([`GET ${bucketPath}/cors`]);

    const wider = await accept(plugin, token, {
      ...bucket,
      rules: [{ allowed: { methods: ["GET", "HEAD"], origins: ["*"] } }],
    });
    expect((await plugin.diff(token, created, wider)).replaces).toStrictEqual([]);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, wider)) };
    await expectStable(plugin, token, updated, wider);
    cloud.taken();

    await plugin.update(token, updated.id, updated, await accept(plugin, token, bucket));
    expect(cloud.taken()).toStrictEqual([[`PUT ${bucketPath}/cors`, { rules: null }]]);
    expect(await plugin.read(token, updated.id, updated)).toBeUndefined();
    cloud.taken();
    await plugin.delete(token, updated.id, updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${bucketPath}/cors`]);
  });

  it("sees a member that somebody added to a rule", async () => {
    const { cloud, plugin, create } = await startWithBucket();
    const created = await create(token, { rules });
    const live = cloud.state.buckets[`${account}/default/audio-dev`];
    if (live) live.cors = [{ id: "theirs", ...rules[0] }];
    const refreshed = await plugin.read(token, created.id, created);
    const { changes } = await plugin.diff(token, refreshed ?? {}, created.inputs);
    expect(changes).toStrictEqual({ "rules[0].id": "delete" });
  });
});

describe("R2BucketLifecycle", () => {
  const token = "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle";
  const rules = [
    {
      id: "old drafts",
      enabled: true,
      conditions: { prefix: "drafts/" },
      deleteObjectsTransition: { condition: { type: "Age", maxAge: 86400 } },
    },
  ];

  it("replaces all rules, and leaves them when it is deleted", async () => {
    const { cloud, plugin, create } = await startWithBucket();
    const created = await create(token, { rules });
    expect(cloud.taken()).toStrictEqual([[`PUT ${bucketPath}/lifecycle`, { rules }]]);
    await expectStable(plugin, token, created, { ...bucket, rules });
    cloud.taken();
    await plugin.delete(token, created.id, created);
    expect(cloud.taken()).toStrictEqual([]);
    expect(cloud.state.buckets[`${account}/default/audio-dev`]?.lifecycle).toStrictEqual(rules);
  });
});

describe("R2CustomDomain", () => {
  const token = "cloudflare:index/r2CustomDomain:R2CustomDomain";
  const given = { domain: "cdn.plyr.fm", zoneId: zone, enabled: true };
  const domains = `${bucketPath}/domains/custom`;

  it("reads itself back after each write, and is gone after delete", async () => {
    const { cloud, plugin, create } = await startWithBucket();
    const created = await create(token, given);
    expect(created.outputs).toMatchObject({ status: { ownership: "active", ssl: "active" }, zoneName: "plyr.fm" });
    expect(cloud.taken()).toStrictEqual([[`POST ${domains}`, given], `GET ${domains}/cdn.plyr.fm`]);
    await expectStable(plugin, token, created, { ...bucket, ...given });
    cloud.taken();

    const strict = { ...bucket, ...given, minTls: "1.3" };
    const inputs = await accept(plugin, token, strict);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([
      [`PUT ${domains}/cdn.plyr.fm`, { ...given, minTLS: "1.3" }],
      `GET ${domains}/cdn.plyr.fm`,
    ]);
    await expectStable(plugin, token, updated, strict);
    await plugin.delete(token, updated.id, updated);
    expect(await plugin.read(token, updated.id, updated)).toBeUndefined();
    await expect(plugin.delete(token, updated.id, updated)).rejects.toThrow(/: 404 /);
  });
});

describe("R2ManagedDomain", () => {
  const token = "cloudflare:index/r2ManagedDomain:R2ManagedDomain";

  it("never looks again, and stays public when it is deleted", async () => {
    const { cloud, plugin, create } = await startWithBucket();
    const created = await create(token, { enabled: true });
    expect(created.outputs.domain).toMatch(/^pub-[0-9a-f]{32}\.r2\.dev$/);
    expect(cloud.taken()).toStrictEqual([[`PUT ${bucketPath}/domains/managed`, { enabled: true }]]);
    await expectStable(plugin, token, created, { ...bucket, enabled: true });
    await plugin.delete(token, created.id, created);
    expect(cloud.taken()).toStrictEqual([]);
    expect(cloud.state.buckets[`${account}/default/audio-dev`]?.isPublic).toBe(true);
  });
});
