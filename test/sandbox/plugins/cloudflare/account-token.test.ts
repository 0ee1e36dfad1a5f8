import { describe, expect, it } from "vitest";
import { Secret } from "../../../../src/plugin/property-values.ts";
import type { Kept } from "../../../plugin/harness.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { account } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

const token = "cloudflare:index/accountToken:AccountToken";
const tokens = `/client/v4/accounts/${account}/tokens`;
const read = "6a018a9f2fc74eb6b293b0c548f38b39";
const write = "2efd5506f9c8494dacb1fa10a3e7d5b6";
const resourceOf = (bucket: string) => ({ [`com.cloudflare.edge.r2.bucket.${account}_default_${bucket}`]: "*" });
const policyFor = (bucket: string, ...groups: string[]) => ({
  effect: "allow",
  permissionGroups: groups.map((id) => ({ id })),
  resources: JSON.stringify(resourceOf(bucket)),
});
const storage = { accountId: account, name: "plyr-dev-storage", policies: [policyFor("audio-dev", write)] };

async function startWithToken(given = storage) {
  const { cloud, plugin } = await startCloudflare();
  const created = await plugin.create(token, await accept(plugin, token, given));
  const live = () => cloud.state.tokens[created.id];

  /** A refresh, and the difference that the same program then makes. */
  async function refresh(kept: Kept, ignored: string[] = []) {
    const refreshed = await plugin.read(token, created.id, kept);
    return (await plugin.diff(token, refreshed ?? {}, kept.inputs, ignored)).changes;
  }
  return { cloud, plugin, created, live, refresh };
}

describe("AccountToken", () => {
  it("lives through create, refresh, another policy and delete with the recorded calls", async () => {
    const { cloud, plugin, created, live } = await startWithToken();
    const policy = (bucket: string) => ({
      effect: "allow",
      permission_groups: [{ id: write }],
      resources: resourceOf(bucket),
    });
    expect(cloud.taken()).toStrictEqual([
      [`POST ${tokens}`, { name: "plyr-dev-storage", policies: [policy("audio-dev")] }],
    ]);
    expect(created.id).toBe(Object.keys(cloud.state.tokens)[0]);
    await expectStable(plugin, token, created, storage);
    expect(cloud.taken()).toStrictEqual([`GET ${tokens}/${created.id}`]);

    const given = { ...storage, policies: [policyFor("audio-dev", write), policyFor("images-dev", write)] };
    const inputs = await accept(plugin, token, given);
    const preview = await plugin.previewUpdate(token, created.id, created, inputs);
    expect(preview.value).toStrictEqual(created.outputs.value);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([
      [
        `PUT ${tokens}/${created.id}`,
        { name: "plyr-dev-storage", policies: [policy("audio-dev"), policy("images-dev")] },
      ],
    ]);
    expect(updated.outputs.value).toStrictEqual(created.outputs.value);
    await expectStable(plugin, token, updated, given);

    await plugin.delete(token, created.id, updated);
    expect(live()).toBeUndefined();
    expect(await plugin.read(token, created.id, updated)).toBeUndefined();
    await expect(plugin.delete(token, created.id, updated)).rejects.toThrow(/: 404 /);
  });

  it("has its value as a secret, the one that the cloud gave out", async () => {
    const { cloud, created } = await startWithToken();
    const { value } = created.outputs;
    if (!(value instanceof Secret)) throw new Error("the value is not secret");
    const headers = { authorization: `Bearer ${value.value}` };
    const response = await fetch(`${cloud.url}${tokens}/verify`, { headers });
    expect(await response.json()).toMatchObject({ result: { id: created.id, status: "active" } });
  });

  it("shows a change after a refresh when the answer has an empty condition, unless condition is ignored", async () => {
    const { created, live, refresh } = await startWithToken();
    expect(await refresh(created)).toStrictEqual({});
    Object.assign(live()?.settings ?? {}, { condition: {} });
    expect(await refresh(created)).toStrictEqual({ condition: "delete" });
    expect(await refresh(created, ["condition"])).toStrictEqual({});
  });

  it("takes policies and groups in another order for the same", async () => {
    const policies = [policyFor("audio-dev", write, read), policyFor("images-dev", read)];
    const { created, live, refresh } = await startWithToken({ ...storage, policies });
    const settings = live()?.settings as { policies: { permission_groups: unknown[] }[] };
    settings.policies.reverse();
    for (const { permission_groups } of settings.policies) permission_groups.reverse();
    expect(await refresh(created)).toStrictEqual({});
    settings.policies.pop();
    expect(await refresh(created)).toMatchObject({ "policies[1]": "add" });
  });

  it("is gone once it has expired", async () => {
    const { plugin, created, live } = await startWithToken();
    Object.assign(live() ?? {}, { status: "expired" });
    expect(await plugin.read(token, created.id, created)).toBeUndefined();
  });

  it("is imported by account and id, without its value", async () => {
    const { plugin, created } = await startWithToken();
    const imported = await plugin.read(token, `${account}/${created.id}`);
    expect(imported?.inputs).toStrictEqual(created.inputs);
    expect(Object.keys(imported?.outputs ?? {})).not.toContain("value");
  });

  it("refuses resources that are not JSON text", async () => {
    const { plugin } = await startCloudflare();
    const policies = [{ ...policyFor("audio-dev", write), resources: "com.cloudflare.edge.r2.bucket.*" }];
    const { failures } = await plugin.check(token, { ...storage, policies });
    expect(failures.map(([property]) => property)).toStrictEqual(["policies[0].resources"]);
  });
});
