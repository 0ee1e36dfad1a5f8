import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../src/plugin/property-values.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { account, zone } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

describe("PagesDomain", () => {
  const token = "cloudflare:index/pagesDomain:PagesDomain";
  const domains = `/client/v4/accounts/${account}/pages/projects/plyr/domains`;
  const given = { accountId: account, projectName: "plyr", name: "plyr.fm" };

  it("lives through create, refresh and delete with the recorded calls, whatever its status", async () => {
    const { cloud, plugin } = await startCloudflare();
    const project = "cloudflare:index/pagesProject:PagesProject";
    await plugin.create(project, { accountId: account, name: "plyr", productionBranch: "main" });
    cloud.taken();
    const created = await plugin.create(token, await accept(plugin, token, given));
    expect(created.id).toBe("plyr.fm");
    expect(created.outputs).toMatchObject({
      ...given,
      status: "pending",
      validationData: { status: "pending", method: "http" },
      certificateAuthority: "google",
      zoneTag: zone,
    });
    expect(cloud.taken()).toStrictEqual([[`POST ${domains}`, { name: "plyr.fm" }]]);
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${domains}/plyr.fm`]);

    const record = { zoneId: zone, name: "plyr.fm", type: "CNAME", content: "plyr.pages.dev", ttl: 1, proxied: true };
    await plugin.create("cloudflare:index/dnsRecord:DnsRecord", { ...record, tags: [], settings: {} });
    const refreshed = await plugin.read(token, created.id, created);
    expect(refreshed?.outputs.status).toBe("active");
    expect((await plugin.diff(token, refreshed ?? {}, created.inputs)).changes).toStrictEqual({});

    expect(await plugin.read(token, `${account}/plyr/plyr.fm`)).toStrictEqual(refreshed);
    const other = await accept(plugin, token, { ...given, name: "www.plyr.fm" });
    expect((await plugin.diff(token, created, other)).replaces).toStrictEqual(["name"]);
    await plugin.delete(token, created.id, created);
    expect(await plugin.read(token, created.id, created)).toBeUndefined();
    await expect(plugin.delete(token, created.id, created)).rejects.toThrow(/: 404 .*8000021/);
  });
});

describe("DnsRecord", () => {
  const token = "cloudflare:index/dnsRecord:DnsRecord";
  const records = `/client/v4/zones/${zone}/dns_records`;
  const given = { zoneId: zone, name: "api.plyr.fm", type: "A", content: "66.241.124.1", ttl: 1 };

  async function startWithRecord(given: PropertyMap) {
    const { cloud, plugin } = await startCloudflare();
    const created = await plugin.create(token, await accept(plugin, token, given));
    return { cloud, plugin, created };
  }

  it("lives through create, refresh, other content and delete with the recorded calls", async () => {
    const { cloud, plugin, created } = await startWithRecord(given);
    const body = { name: "api.plyr.fm", type: "A", content: "66.241.124.1", ttl: 1, proxied: false };
    expect(cloud.taken()).toStrictEqual([[`POST ${records}`, body]]);
    expect(created.outputs).toMatchObject({ proxiable: true, meta: "{}", createdOn: "2026-01-05T10:00:01Z" });
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${records}/${created.id}`]);

    const commented = { ...given, content: "66.241.124.2", comment: "by parity", settings: { ipv4Only: true } };
    const inputs = await accept(plugin, token, commented);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    const whole = { ...body, content: "66.241.124.2", comment: "by parity", settings: { ipv4_only: true }, tags: [] };
    expect(cloud.taken()).toStrictEqual([[`PUT ${records}/${created.id}`, whole]]);
    await expectStable(plugin, token, updated, commented);
    cloud.taken();

    await plugin.update(token, created.id, updated, created.inputs);
    expect(cloud.taken()).toStrictEqual([
      [`PUT ${records}/${created.id}`, { ...body, comment: null, settings: {}, tags: [] }],
    ]);
    await plugin.delete(token, created.id, created);
    expect(cloud.taken()).toStrictEqual([`DELETE ${records}/${created.id}`]);
    expect(await plugin.read(token, created.id, created)).toBeUndefined();
    await expect(plugin.delete(token, created.id, created)).rejects.toThrow(/: 404 .*81044/);
  });

  it("takes a short name and the qualified one for the same", async () => {
    const { plugin, created } = await startWithRecord({ ...given, name: "api" });
    await expectStable(plugin, token, created, { ...given, name: "api" });
  });

  it("sees content that somebody changed", async () => {
    const { cloud, plugin, created } = await startWithRecord(given);
    Object.assign(cloud.state.dnsRecords[created.id] ?? {}, { content: "1.1.1.1" });
    const refreshed = await plugin.read(token, created.id, created);
    expect((await plugin.diff(token, refreshed ?? {}, created.inputs)).changes).toStrictEqual({ content: "update" });
  });

  it("is imported by zone and id, and replaced by another type", async () => {
    const { plugin, created } = await startWithRecord(given);
    expect(await plugin.read(token, `${zone}/${created.id}`)).toStrictEqual(created);
    const text = await accept(plugin, token, { ...given, type: "TXT", content: "hello" });
    expect((await plugin.diff(token, created, text)).replaces).toStrictEqual(["type"]);
  });

  it("complains about the TTL of a proxied record when it is made, and not before", async () => {
    const { cloud, plugin } = await startCloudflare();
    const inputs = await accept(plugin, token, { ...given, proxied: true, ttl: 300 });
    await expect(plugin.create(token, inputs)).rejects.toThrow("ttl must be set to 1 when proxied is true");
    expect(cloud.taken()).toStrictEqual([]);
  });
});
