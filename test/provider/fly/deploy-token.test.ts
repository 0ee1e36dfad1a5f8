import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/plugin/property-values.ts";
import { deployTokenDefinition } from "../../../src/provider/fly/deploy-token.ts";
import { accept, liveThrough } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

const token = "parity:fly:DeployToken";
const inputs = { app: "plyr-api", name: "github" };

async function startWithApp() {
  const fly = await startFly(deployTokenDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  fly.takeCalls();
  const appTokens = () => fly.state.accessTokens.filter(({ scope }) => scope.kind === "app");
  const live = () => appTokens().filter(({ revokedAt }) => revokedAt === undefined);
  return { ...fly, appTokens, live };
}

test("a token lives from check to delete, and opens nothing but its app", async () => {
  const fly = await startWithApp();
  await liveThrough(fly.plugin, {
    token,
    inputs,
    updates: [],
    observe: (step, kept) => {
      const [issued, ...others] = fly.live();
      expect(others).toStrictEqual([]);
      if (step === "deleted" || !kept) return expect(issued).toBeUndefined();
      expect(kept.id).toBe(`plyr-api/${issued?.id}`);
      expect(kept.inputs).toStrictEqual({ ...inputs, expiry: "8760h", generation: 1 });
      expect(kept.outputs).toMatchObject({ tokenId: issued?.id, expiresAt: issued?.expiresAt });
      expect(issued?.name).toBe("github/8760h/1");
      expect(issued?.scope).toStrictEqual({ kind: "app", appId: fly.state.apps["plyr-api"]?.id });
      const value = kept.outputs.token;
      expect(value).toBeInstanceOf(Secret);
      expect((value as Secret).value).toMatch(/^FlyV1 fm2_/);
    },
  });
});

test("an expiry that Fly would not read is refused", async () => {
  const { plugin } = await startFly(deployTokenDefinition);
  const { failures } = await plugin.check(token, { ...inputs, expiry: "1y" });
  expect(failures).toStrictEqual([
    [
      "expiry",
      '"1y" is not a Go duration above zero, the form in which Fly accepts an expiry.\n  Fix: write hours, such as 8760h for a year',
    ],
  ]);
});

test.each([{ generation: 2 }, { expiry: "24h" }])(
  "a change to %j issues the successor before the old token is revoked",
  async (change) => {
    const fly = await startWithApp();
    const before = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
    const next = await accept(fly.plugin, token, { ...inputs, ...change }, before.inputs);
    const diff = await fly.plugin.diff(token, before, next);
    expect(diff.replaces).toStrictEqual(Object.keys(change));
    expect(diff.deleteBeforeReplace).toBe(false);
    const after = await fly.plugin.create(token, next);
    expect(fly.live().map(({ id }) => id)).toStrictEqual([before.outputs.tokenId, after.outputs.tokenId]);
    await fly.plugin.delete(token, before.id, before);
    expect(fly.live().map(({ id }) => id)).toStrictEqual([after.outputs.tokenId]);
  },
);

describe("a token whose value was lost", () => {
  test("is revoked and issued again at once", async () => {
    const fly = await startWithApp();
    fly.fail("fly.graphql.createLimitedAccessToken", "lose");
    const kept = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
    expect(fly.appTokens()).toHaveLength(2);
    expect(fly.live().map(({ id }) => id)).toStrictEqual([kept.outputs.tokenId]);
  });

  test("is revoked and issued again by the next run", async () => {
    const fly = await startWithApp();
    const given = await accept(fly.plugin, token, inputs);
    const lost = await fly.plugin.create(token, given);
    const kept = await fly.plugin.create(token, given);
    expect(kept.outputs.tokenId).not.toBe(lost.outputs.tokenId);
    expect(fly.live().map(({ id }) => id)).toStrictEqual([kept.outputs.tokenId]);
  });
});

test("a token of another name is left alone", async () => {
  const fly = await startWithApp();
  const other = await fly.plugin.create(token, await accept(fly.plugin, token, { ...inputs, name: "laptop" }));
  const own = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
  await fly.plugin.delete(token, own.id, own);
  expect(fly.live().map(({ id }) => id)).toStrictEqual([other.outputs.tokenId]);
});

test("a token that somebody revoked is gone", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
  const [issued] = fly.live();
  if (issued) issued.revokedAt = "2026-01-05T11:00:00Z";
  expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
  await fly.plugin.delete(token, kept.id, kept);
});

test("a token of an app that is gone is gone", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
  await fly.call("DELETE", "/apps/plyr-api");
  expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
  await fly.plugin.delete(token, kept.id, kept);
});

test("a delete that Fly refuses fails as long as the token lives", async () => {
  const fly = await startWithApp();
  const kept = await fly.plugin.create(token, await accept(fly.plugin, token, inputs));
  fly.fail("fly.graphql.deleteLimitedAccessToken", "refuse", { status: 403 });
  await expect(fly.plugin.delete(token, kept.id, kept)).rejects.toThrow(/^Fly refused to revoke token [a-z0-9]+: 403/);
});

test("an import is refused, for the value cannot be read", async () => {
  const { plugin } = await startFly(deployTokenDefinition);
  await expect(plugin.read(token, "plyr-api/tok_7")).rejects.toThrow(
    "A deploy token cannot be imported: Fly shows its value only when it is issued.\n" +
      "  Fix: declare it without an import, so that a new one is issued, and revoke the old one once nobody uses it\n  Run: fly tokens revoke tok_7",
  );
});
