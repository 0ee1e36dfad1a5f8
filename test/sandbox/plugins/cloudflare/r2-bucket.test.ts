import { describe, expect, it } from "vitest";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { account } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

const token = "cloudflare:index/r2Bucket:R2Bucket";
const buckets = `/client/v4/accounts/${account}/r2/buckets`;
const audio = { accountId: account, name: "audio-dev" };

describe("R2Bucket", () => {
  it("lives through create, refresh, a new storage class and delete with the recorded calls", async () => {
    const { cloud, plugin } = await startCloudflare();
    const inputs = await accept(plugin, token, audio);
    const created = await plugin.create(token, inputs);
    expect(created.id).toBe("audio-dev");
    expect(created.outputs).toStrictEqual({
      ...audio,
      jurisdiction: "default",
      storageClass: "Standard",
      location: "ENAM",
      creationDate: "2026-01-05T10:00:01Z",
    });
    expect(cloud.taken()).toStrictEqual([[`POST ${buckets}`, { name: "audio-dev", storageClass: "Standard" }]]);

    await expectStable(plugin, token, created, audio);
    expect(cloud.taken()).toStrictEqual([`GET ${buckets}/audio-dev`]);

    const rare = await accept(plugin, token, { ...audio, storageClass: "InfrequentAccess" });
    expect((await plugin.diff(token, created, rare)).changes).toStrictEqual({ storageClass: "update" });
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, rare)) };
    expect(cloud.seen[0]?.headers).toMatchObject({
      "cf-r2-jurisdiction": "default",
      "cf-r2-storage-class": "InfrequentAccess",
    });
    expect(cloud.taken()).toStrictEqual([`PATCH ${buckets}/audio-dev`]);
    await expectStable(plugin, token, updated, rare);
    cloud.taken();

    await plugin.delete(token, updated.id, updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${buckets}/audio-dev`]);
    expect(await plugin.read(token, updated.id, updated)).toBeUndefined();
    await expect(plugin.delete(token, updated.id, updated)).rejects.toThrow(/^DELETE "http:.*\/audio-dev": 404 /);
  });

  it("takes WEUR in the answer for weur in the program", async () => {
    const { cloud, plugin } = await startCloudflare();
    const given = { ...audio, location: "weur", jurisdiction: "eu" };
    const created = await plugin.create(token, await accept(plugin, token, given));
    expect(cloud.state.buckets[`${account}/eu/audio-dev`]?.location).toBe("WEUR");
    expect(cloud.seen[0]?.headers["cf-r2-jurisdiction"]).toBe("eu");
    expect(cloud.taken()).toStrictEqual([
      [`POST ${buckets}`, { name: "audio-dev", storageClass: "Standard", locationHint: "weur" }],
    ]);
    await expectStable(plugin, token, created, given);
  });

  it("looks for a bucket in its new jurisdiction, where it is not", async () => {
    const { plugin } = await startCloudflare();
    const created = await plugin.create(token, await accept(plugin, token, audio));
    const moved = await accept(plugin, token, { ...audio, jurisdiction: "eu" });
    const { changes, replaces } = await plugin.diff(token, created, moved);
    expect({ changes, replaces }).toStrictEqual({ changes: { jurisdiction: "update" }, replaces: [] });
    await expect(plugin.update(token, created.id, created, moved)).rejects.toThrow(/10006/);
  });

  it.each(["accountId", "name"])("is replaced by a new %s, the new one first", async (property) => {
    const { plugin } = await startCloudflare();
    const created = await plugin.create(token, await accept(plugin, token, audio));
    const other = await accept(plugin, token, { ...audio, [property]: "other" });
    expect(await plugin.diff(token, created, other)).toStrictEqual({
      differs: true,
      changes: { [property]: "update-replace" },
      replaces: [property],
      deleteBeforeReplace: false,
    });
  });

  it("is imported by account, name and jurisdiction", async () => {
    const { plugin } = await startCloudflare();
    const { id, outputs } = await plugin.create(token, await accept(plugin, token, audio));
    const inputs = { ...audio, jurisdiction: "default", storageClass: "Standard" };
    expect(await plugin.read(token, `${account}/audio-dev/default`)).toStrictEqual({ id, inputs, outputs });
    expect(await plugin.read(token, `${account}/audio-dev/eu`)).toBeUndefined();
    await expect(plugin.read(token, "audio-dev")).rejects.toThrow(
      '"audio-dev" cannot be imported: the id has the form <account_id>/<bucket_name>/<jurisdiction>.',
    );
  });

  it("is not deleted while it holds an object", async () => {
    const { cloud, plugin } = await startCloudflare();
    const created = await plugin.create(token, await accept(plugin, token, audio));
    const bucket = cloud.state.buckets[`${account}/default/audio-dev`];
    Object.assign(bucket?.objects ?? {}, { song: { size: 1, etag: "e", uploaded: "2026-01-05T10:00:00Z" } });
    cloud.taken();
    await expect(plugin.delete(token, created.id, created)).rejects.toThrow(/409 Conflict .*10008/);
    expect(cloud.taken()).toStrictEqual([`DELETE ${buckets}/audio-dev`]);
  });
});
