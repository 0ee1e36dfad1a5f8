import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { ipAddressDefinition } from "../../../src/provider/fly/ip-address.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

const token = "parity:fly:IpAddress";

async function startWithApp() {
  const fly = await startFly(ipAddressDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  const listed = () => fly.state.apps["plyr-api"]?.ipAddresses.map(({ ip }) => ip);
  fly.takeCalls();
  return { ...fly, listed };
}

test.each(["v4", "v6", "shared_v4", "private_v6"])("a %s address lives from check to delete", async (type) => {
  const fly = await startWithApp();
  await liveThrough(fly.plugin, {
    token,
    inputs: { app: "plyr-api", type },
    updates: [],
    observe: (step, kept) => {
      const address = kept?.outputs.address;
      expect(fly.listed()).toStrictEqual(step === "created" ? [address] : []);
      if (kept) expect(kept.id).toBe(`plyr-api/${address}`);
    },
  });
});

test("two that are made at once are looked for, and looked at afterwards, in one list each", async () => {
  const fly = await startWithApp();
  const made = ["shared_v4", "v6"].map((type) => fly.plugin.create(token, { app: "plyr-api", type }));
  const addresses = (await Promise.all(made)).map(({ outputs }) => outputs.address);
  expect(fly.listed()?.sort()).toStrictEqual(addresses.sort());
  expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual([
    "fly.listIpAddresses",
    ...["fly.assignIpAddress", "fly.assignIpAddress"],
    "fly.listIpAddresses",
  ]);
});

test("every change replaces it, the new one first: what points at it moves before the old one is released", async () => {
  const { plugin } = await startFly(ipAddressDefinition);
  const inputs = { app: "plyr-api", type: "v4" };
  const diff = await plugin.diff(token, { inputs }, { app: "plyr-api", type: "v4", region: "ord" });
  expect(diff).toStrictEqual({
    differs: true,
    changes: { region: "add-replace" },
    replaces: ["region"],
    deleteBeforeReplace: false,
  });
});

test("a network is refused on a public address", async () => {
  const { plugin } = await startFly(ipAddressDefinition);
  const { failures } = await plugin.check(token, { app: "plyr-api", type: "v6", network: "blue" });
  expect(failures).toStrictEqual([
    ["network", "Fly ignores the network of a v6 address.\n  Fix: leave it out, or use private_v6"],
  ]);
});

describe("an address that the app has already", () => {
  const startWith = async (held: PropertyMap) => {
    const fly = await startWithApp();
    const { ip } = (await fly.call("POST", "/apps/plyr-api/ip_assignments", held)) as { ip: string };
    fly.takeCalls();
    return { ...fly, ip };
  };

  test.each([
    [{ type: "v4" }, { type: "v4" }],
    [{ type: "v6" }, { type: "v6" }],
    [
      { type: "v6", region: "ord" },
      { type: "v6", region: "ord" },
    ],
    [{ type: "private_v6" }, { type: "private_v6" }],
    [{ type: "shared_v4" }, { type: "shared_v4", region: "ord" }],
  ])("as %j is taken over by %j: it is what a killed run left", async (held, desired) => {
    const fly = await startWith(held);
    const kept = await fly.plugin.create(token, { app: "plyr-api", ...desired });
    expect(kept.outputs.address).toBe(fly.ip);
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test.each([
    [{ type: "shared_v4" }, { type: "v4" }],
    [{ type: "v6" }, { type: "private_v6" }],
    [{ type: "v6", region: "ord" }, { type: "v6" }],
    [{ type: "v6" }, { type: "v6", region: "ord" }],
  ])("as %j is left alone by %j", async (held, desired) => {
    const fly = await startWith(held);
    const kept = await fly.plugin.create(token, { app: "plyr-api", ...desired });
    expect(fly.listed()).toStrictEqual([fly.ip, kept.outputs.address]);
  });

  test("is not released by the replacement that has just taken it over", async () => {
    const fly = await startWithApp();
    const before = await fly.plugin.create(token, { app: "plyr-api", type: "v6" });
    const after = await fly.plugin.create(token, { app: "plyr-api", type: "v6" });
    expect(after.id).toBe(before.id);
    await fly.plugin.delete(token, before.id, before);
    expect(fly.listed()).toStrictEqual([after.outputs.address]);
  });
});

describe("an allocation whose answer is lost", () => {
  test("takes the address that was not there before", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/ip_assignments", { type: "v6", region: "ord" });
    fly.takeCalls();
    fly.fail("fly.assignIpAddress", "lose");
    const kept = await fly.plugin.create(token, { app: "plyr-api", type: "v6" });
    expect(fly.listed()).toHaveLength(2);
    expect(kept.outputs.address).toBe(fly.listed()?.[1]);
    expect(fly.takeWrites()).toStrictEqual(["fly.assignIpAddress"]);
  });

  test("is repeated when nothing was allocated", async () => {
    const fly = await startWithApp();
    fly.fail("fly.assignIpAddress", "cut");
    const kept = await fly.plugin.create(token, { app: "plyr-api", type: "v4" });
    expect(fly.listed()).toStrictEqual([kept.outputs.address]);
  });
});

test("an import knows app, type and address from the id", async () => {
  const fly = await startWithApp();
  const { ip } = (await fly.call("POST", "/apps/plyr-api/ip_assignments", { type: "v6" })) as { ip: string };
  const imported = await fly.plugin.read(token, `plyr-api/${ip}`);
  expect(imported?.inputs).toStrictEqual({ app: "plyr-api", type: "v6" });
  expect(imported?.outputs).toStrictEqual({ app: "plyr-api", type: "v6", address: ip });
});

test("an id of another form says how to write it", async () => {
  const { plugin } = await startFly(ipAddressDefinition);
  await expect(plugin.read(token, "66.241.124.9")).rejects.toThrow(
    '"66.241.124.9" is not an id of this type.\n  Fix: write <app>/<address>',
  );
});

test("an address of an app that is gone is gone", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, { app: "plyr-api", type: "v6" });
  await fly.call("DELETE", "/apps/plyr-api");
  expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
  await fly.plugin.delete(token, kept.id, kept);
});

test("a refused read is an error, not an address that is gone", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, { app: "plyr-api", type: "v6" });
  fly.fail("fly.listIpAddresses", "refuse", { status: 403 });
  await expect(fly.plugin.read(token, kept.id, kept)).rejects.toThrow("403 unauthorized");
});
