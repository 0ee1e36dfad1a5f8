import { beforeEach, describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { volumeDefinition } from "../../../src/provider/fly/volume.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startFly } from "./fly-plugin.ts";
import { inputs, startWithApp, token } from "./volume-stand.ts";

beforeEach(skipPauses);

test("a volume lives from check to delete: it grows and changes its snapshots in place", async () => {
  const fly = await startWithApp();
  const grown = { ...inputs, size: 10 };
  await liveThrough(fly.plugin, {
    token,
    inputs,
    updates: [
      { inputs: grown, changes: { size: "update" } },
      { inputs: { ...grown, snapshots: 14 }, changes: { snapshots: "update" } },
      { inputs: { ...grown, snapshots: false }, changes: { snapshots: "update" } },
      { inputs: { ...grown, snapshots: 60, size: 11 }, changes: { size: "update", snapshots: "update" } },
      { inputs: { ...grown, snapshots: 60, size: 11, slot: 2 }, changes: { slot: "update" } },
    ],
    observe: (step, kept) => {
      expect(fly.live()).toHaveLength(step === "deleted" ? 0 : 1);
      const [volume] = fly.live();
      if (!kept || !volume) return;
      expect(kept.id).toBe(`plyr-api/${volume.id}`);
      const { size, snapshots } = kept.outputs;
      expect([volume.sizeGb, volume.hasSnapshots]).toStrictEqual([size, snapshots !== false]);
      if (snapshots !== false) expect(volume.snapshotRetention).toBe(snapshots);
      expect(kept.outputs).toMatchObject({ volumeId: volume.id, zone: volume.zone, attachedTo: "", host: "ok" });
    },
  });
});

describe("before anything is called", () => {
  const check = async (given: PropertyMap, before?: PropertyMap) =>
    (await (await startFly(volumeDefinition)).plugin.check(token, { ...inputs, ...given }, before)).failures;
  const before = { ...inputs, slot: 1, snapshots: 5 };

  test.each([{ app: "other" }, { name: "other" }, { region: "ord" }])(
    "%j is refused and never replaces it",
    async (change) => {
      const [name = ""] = Object.keys(change);
      const { why, fix } = volumeDefinition.neverReplaced ?? {};
      expect(await check(change, before)).toStrictEqual([[name, `cannot be changed.\n  Why: ${why}\n  Fix: ${fix}`]]);
    },
  );

  test("a smaller size is refused with the way to pay for less, and a larger one is not", async () => {
    const [[path, said] = []] = await check({ size: 2 }, before);
    expect(path).toBe("size");
    expect(said).toMatch(/^Volume "plyr_data" has 3 GB, and 2 GB are declared\.\n {2}Why: .*cannot be made smaller/);
    expect(said).toMatch(/Fix: write 3; to pay for less, declare a smaller volume under another name/);
    expect(await check({ size: 4 }, before)).toStrictEqual([]);
  });

  test.each([
    [{ name: "plyr-data" }, "name", /^"plyr-data" is not a name Fly accepts for a volume\..*Fix: write plyr_data$/s],
    [{ snapshots: 61 }, "snapshots", /<=60/],
    [{ snapshots: 0 }, "snapshots", />=1/],
    [{ size: 0 }, "size", />=1/],
    [{ slot: 0 }, "slot", />=1/],
  ])("%j is refused", async (given, path, said) => {
    expect(await check(given)).toStrictEqual([[path, expect.stringMatching(said)]]);
  });
});

describe("a read", () => {
  test("of an import knows all but the slot from the id, and that where it is written", async () => {
    const fly = await startWithApp();
    const id = await fly.byHand({ size_gb: 8, snapshot_retention: 9 });
    const read = { app: "plyr-api", name: "plyr_data", region: "iad", slot: 1, size: 8, snapshots: 9 };
    expect(await fly.plugin.read(token, `plyr-api/${id}`)).toMatchObject({ id: `plyr-api/${id}`, inputs: read });
    expect(await fly.plugin.read(token, `plyr-api/${id}?slot=3`)).toMatchObject({
      ...{ id: `plyr-api/${id}`, inputs: { ...read, slot: 3 } },
    });
  });

  test.each(["vol_1", "plyr-api/vol_1?slot=0", "plyr-api/vol_1/2"])("of the id %s says how to write it", async (id) => {
    const { plugin } = await startFly(volumeDefinition);
    await expect(plugin.read(token, id)).rejects.toThrow(
      /is not an id of this type\.\n {2}Fix: write <app>\/<volume id>/,
    );
  });

  test.each(["destroyed", "pending_destroy", "scheduling_destroy", "fork_cleanup"])(
    "in the state %s is gone",
    async (state) => {
      const fly = await startWithApp();
      const kept = await fly.make();
      Object.assign(fly.live()[0] ?? {}, { state });
      expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
      await fly.plugin.delete(token, kept.id, kept);
    },
  );

  test("that is refused is an error, and of an app that is gone is gone", async () => {
    const fly = await startWithApp();
    const kept = await fly.make();
    fly.fail("fly.readVolume", "refuse", { status: 403 });
    await expect(fly.plugin.read(token, kept.id, kept)).rejects.toThrow("403 unauthorized");
    await fly.call("DELETE", "/apps/plyr-api");
    expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
    await fly.plugin.delete(token, kept.id, kept);
  });
});

test("a host that Fly does not reach is named as what ails it, with the snapshots", () => {
  const state = { urn: "urn", stack: "staging", now: new Date() };
  const ailing = (host?: string) =>
    volumeDefinition.health?.({ ...state, properties: { app: "plyr-api", volumeId: "vol_1", ...(host && { host }) } });
  expect(ailing("ok")).toStrictEqual([]);
  expect(ailing()).toStrictEqual([]);
  expect(ailing("unreachable")).toMatchObject([
    { condition: "host unreachable", cure: { commands: ["fly volumes snapshots list vol_1 -a plyr-api"] } },
  ]);
});

test("what is there already is found by name and region, the oldest first, with the slot that is asked for", async () => {
  const fly = await startWithApp();
  const ids = [await fly.byHand(), await fly.byHand()];
  await fly.byHand({ region: "ord" });
  const find = (slot?: number) =>
    volumeDefinition.find?.({
      clouds: { fly: async () => fly.client } as never,
      inputs: { app: "plyr-api", name: "plyr_data", region: "iad", ...(slot && { slot }) },
      signal: new AbortController().signal,
    });
  expect(await find()).toStrictEqual(ids.map((id) => `plyr-api/${id}`));
  expect(await find(2)).toStrictEqual(ids.map((id) => `plyr-api/${id}?slot=2`));
});
