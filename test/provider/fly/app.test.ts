import { describe, expect, test } from "vitest";
import type { Clouds } from "../../../src/provider/clouds.ts";
import { appDefinition } from "../../../src/provider/fly/app.ts";
import { unknown } from "../../plugin/harness.ts";
import { accept, liveThrough } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

const token = "parity:fly:App";
const inputs = { name: "plyr-api", organization: "acme" };

test("an app lives from check to delete", async () => {
  const fly = await startFly(appDefinition);
  await liveThrough(fly.plugin, {
    token,
    inputs,
    updates: [],
    observe: (step, kept) => {
      expect(Object.keys(fly.state.apps)).toStrictEqual(step === "created" ? ["plyr-api"] : []);
      if (kept) {
        const { id: appId } = fly.state.apps["plyr-api"] ?? {};
        expect(kept.id).toBe("plyr-api");
        expect(kept.outputs).toStrictEqual({
          ...inputs,
          appId,
          hostname: "plyr-api.fly.dev",
          organizationSlug: "acme",
        });
      }
    },
  });
});

test("its hostname is known before it exists", async () => {
  const { plugin } = await startFly(appDefinition);
  expect(await plugin.previewCreate(token, inputs)).toStrictEqual({
    ...inputs,
    appId: unknown,
    hostname: "plyr-api.fly.dev",
    organizationSlug: unknown,
  });
});

test("a name Fly would refuse is refused by Check", async () => {
  const { plugin, takeCalls } = await startFly(appDefinition);
  const { failures } = await plugin.check(token, { ...inputs, name: "plyr_api" });
  expect(failures).toStrictEqual([
    [
      "name",
      '"plyr_api" is not a name Fly accepts.\n  Why: A Fly app name has only a-z, 0-9 and dashes, with a letter or digit at both ends.\n  Fix: write plyr-api',
    ],
  ]);
  expect(takeCalls()).toStrictEqual([]);
});

test.each([
  ["name", { ...inputs, name: "plyr" }],
  ["organization", { ...inputs, organization: "globex" }],
  ["network", { ...inputs, network: "blue" }],
])("a change of its %s is refused, for a new app would lose what the old one has", async (property, changed) => {
  const { plugin } = await startFly(appDefinition);
  const { failures } = await plugin.check(token, changed, inputs);
  expect(failures).toStrictEqual([
    [
      property,
      `cannot be changed.\n  Why: ${appDefinition.neverReplaced?.why}\n  Fix: ${appDefinition.neverReplaced?.fix}`,
    ],
  ]);
});

test("the alias `personal` does not look like a change after a refresh", async () => {
  const { plugin } = await startFly(appDefinition);
  const personal = await accept(plugin, token, { name: "notes", organization: "personal" });
  const kept = await plugin.create(token, personal);
  expect(kept.outputs.organizationSlug).toBe("sandbox-user");
  expect((await plugin.read(token, kept.id, kept))?.inputs).toStrictEqual(personal);
});

test("a network of its own is kept, and the organization's reads as none", async () => {
  const { plugin } = await startFly(appDefinition);
  const kept = await plugin.create(token, { ...inputs, network: "blue" });
  expect((await plugin.read(token, kept.id, kept))?.inputs).toStrictEqual({ ...inputs, network: "blue" });
  await plugin.create(token, { ...inputs, name: "plain" });
  expect((await plugin.read(token, "plain"))?.inputs).toStrictEqual({ ...inputs, name: "plain" });
});

describe("a create whose answer is lost", () => {
  test.each(["lose", "misreport"] as const)("takes over the app that was made (%s)", async (kind) => {
    const fly = await startFly(appDefinition);
    fly.fail("fly.createApp", kind);
    const kept = await fly.plugin.create(token, inputs);
    expect(kept.outputs.appId).toBe(fly.state.apps["plyr-api"]?.id);
    expect(fly.takeWrites()).toStrictEqual(["fly.createApp"]);
  });

  test("is looked up, then repeated when nothing was made", async () => {
    const fly = await startFly(appDefinition);
    fly.fail("fly.createApp", "cut");
    await fly.plugin.create(token, inputs);
    expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual([
      "fly.readApp",
      "fly.createApp",
      "fly.readApp",
      "fly.createApp",
      "fly.readApp",
    ]);
  });

  test("takes over an app that shows late", async () => {
    const fly = await startFly(appDefinition);
    fly.fail("fly.createApp", "lose");
    // The look before the create, and the one after it.
    fly.fail("fly.readApp", "refuse", { status: 404, times: 2 });
    const kept = await fly.plugin.create(token, inputs);
    expect(kept.outputs.appId).toBe(fly.state.apps["plyr-api"]?.id);
    expect(fly.takeWrites()).toStrictEqual(["fly.createApp", "fly.createApp"]);
  });

  test("fails after three tries", async () => {
    const fly = await startFly(appDefinition);
    fly.fail("fly.createApp", "refuse", { status: 502, times: 3 });
    await expect(fly.plugin.create(token, inputs)).rejects.toThrow(
      /^Fly refused to create app "plyr-api": 502 upstream error/,
    );
    expect(fly.takeWrites()).toStrictEqual(Array(3).fill("fly.createApp"));
  });
});

test("an app that is unreadable right after its create is waited for", async () => {
  const fly = await startFly(appDefinition);
  fly.fail("fly.readApp", "refuse", { status: 404, times: 2 });
  fly.fail("fly.readApp", "refuse", { status: 401 });
  expect((await fly.plugin.create(token, inputs)).outputs.organizationSlug).toBe("acme");
});

describe("a taken name", () => {
  test("of somebody else's app says to pick another", async () => {
    const fly = await startFly(appDefinition);
    fly.state.foreignAppNames.push("plyr-api");
    await expect(fly.plugin.create(token, inputs)).rejects.toThrow(
      /Fix: app "plyr-api" belongs to somebody else: app names are shared by all of Fly, choose another$/,
    );
  });

  test("of an app in another of the user's organizations says which", async () => {
    const fly = await startFly(appDefinition);
    await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "globex" });
    await expect(fly.plugin.create(token, inputs)).rejects.toThrow(
      /Fix: app "plyr-api" belongs to your organization "globex", not to "acme": choose another name, or move it and take it over\n {2}Run: fly apps move plyr-api --org acme\n {2}Run: parity adopt --stack staging$/,
    );
  });

  test.each([
    ["with secrets", ["/apps/plyr-api/secrets", { values: { A: "1" } }]],
    ["with an address", ["/apps/plyr-api/ip_assignments", { type: "v6" }]],
    ["with a machine", ["/apps/plyr-api/machines", { region: "iad", config: { image: "x" } }]],
    ["with nothing in it", undefined],
  ] as const)("of the organization's own app %s is refused, and the way to adopt it named", async (_what, inside) => {
    const fly = await startFly(appDefinition);
    await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
    if (inside) await fly.call("POST", inside[0], inside[1]);
    const before = structuredClone(fly.state.apps);
    await expect(fly.plugin.create(token, inputs, "api")).rejects.toThrow(
      `Organization "acme" already has a Fly app "plyr-api", and nothing proves that this stack made it.
  Why: Fly keeps no mark on an app: that of another stack, and one that a killed run of this stack made, look alike.
  Fix: where a run of this stack was killed, go on from it by the first line; else take it over by the second, or choose another name
  Run: parity up --stack staging
  Run: parity adopt --stack staging`,
    );
    expect(fly.state.apps).toStrictEqual(before);
  });

  test("that was there before is refused although the answer was lost", async () => {
    const fly = await startFly(appDefinition);
    await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
    fly.fail("fly.createApp", "cut");
    await expect(fly.plugin.create(token, inputs)).rejects.toThrow("nothing proves that this stack made it");
  });

  test("of the personal organization's own app is known under its alias", async () => {
    const fly = await startFly(appDefinition);
    await fly.call("POST", "/apps", { name: "notes", org_slug: "personal" });
    await expect(fly.plugin.create(token, { name: "notes", organization: "personal" })).rejects.toThrow(
      'Organization "personal" already has a Fly app "notes"',
    );
  });
});

test.each([
  [403, "an app's deploy token cannot create apps: use one of `fly tokens create org`"],
  [404, "see `fly orgs list` for the slugs of your organizations"],
])("a create refused with %i says what to do", async (status, fix) => {
  const fly = await startFly(appDefinition);
  fly.fail("fly.createApp", "refuse", { status });
  await expect(fly.plugin.create(token, inputs)).rejects.toThrow(`\n  Fix: ${fix}`);
});

test.each([403, 401])("a read refused with %i is an error, not an app that is gone", async (status) => {
  const fly = await startFly(appDefinition);
  const kept = await fly.plugin.create(token, inputs);
  fly.fail("fly.readApp", "refuse", { status });
  await expect(fly.plugin.read(token, kept.id, kept)).rejects.toThrow(`Fly refused to read app "plyr-api": ${status}`);
});

test("an import knows an app from its name alone", async () => {
  const fly = await startFly(appDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  const imported = await fly.plugin.read(token, "plyr-api");
  expect(imported?.inputs).toStrictEqual(inputs);
  expect(await fly.plugin.read(token, "nowhere")).toBeUndefined();
});

test("a delete returns once the app is gone", async () => {
  const fly = await startFly(appDefinition);
  const kept = await fly.plugin.create(token, inputs);
  fly.takeCalls();
  await fly.plugin.delete(token, kept.id, kept);
  expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual([
    "fly.deleteApp",
    "fly.readApp",
    "fly.readApp",
    "fly.readApp",
  ]);
});

test.each([
  ["its own organization", "acme", ["plyr-api"]],
  ["another of the same person", "globex", []],
])("it is found by its name in %s only when it is there", async (_, organization, ids) => {
  const { plugin, client } = await startFly(appDefinition);
  await plugin.create(token, inputs);
  const clouds = { fly: async () => client } as unknown as Clouds;
  const { signal } = new AbortController();
  expect(await appDefinition.find?.({ clouds, inputs: { ...inputs, organization }, signal })).toEqual(ids);
});
