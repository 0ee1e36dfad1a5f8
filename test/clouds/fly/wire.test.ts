import { afterEach, describe, expect, test } from "vitest";
import { createFlyClient } from "../../../src/clouds/fly/client.ts";
import { type Answer, serveAnswers } from "./scripted-server.ts";

let close: (() => void) | undefined;
afterEach(() => close?.());

async function connect(...bodies: unknown[]) {
  const server = await serveAnswers(...bodies.map((body): Answer => ({ status: 200, body })));
  close = server.close;
  return { fly: createFlyClient({ token: "fo1_x", flapsUrl: server.url, apiUrl: server.url }), seen: server.seen };
}

describe("addresses", () => {
  test.each([
    [{ ip: "66.241.124.9", shared: true }, "shared_v4"],
    [{ ip: "137.66.1.2", shared: false }, "v4"],
    [{ ip: "2a09:8280:1::9" }, "v6"],
    [{ ip: "fdaa:0:1::9" }, "private_v6"],
    [{ ip: "137.66.1.3", type: "shared_v4" }, "shared_v4"],
  ])("%j are of type %s", async (wire, type) => {
    const { fly } = await connect({ ips: [wire] });
    expect(await fly.ipAssignments.list("plyr")).toStrictEqual([{ ip: wire.ip, type, region: "", network: "" }]);
  });

  test("the network of a private address is its name", async () => {
    const { fly } = await connect({ ips: [{ ip: "fdaa:0:1::9", network: { name: "blue", org_slug: "acme" } }] });
    expect((await fly.ipAssignments.list("plyr"))?.[0]?.network).toBe("blue");
  });

  test("an order says nothing of the organization, which Fly refuses", async () => {
    const { fly, seen } = await connect({ ip: "2a09:8280:1::9" });
    await fly.ipAssignments.create("plyr", { type: "v6" });
    expect(seen[0]?.body).toStrictEqual({ type: "v6" });
  });
});

describe("regions", () => {
  test.each(["Regions", "regions"])("are read from %j", async (key) => {
    const { fly } = await connect({ [key]: [{ code: "ord", name: "Chicago", mpg_available: true }] });
    expect(await fly.regions.list()).toStrictEqual([
      { code: "ord", name: "Chicago", deprecated: false, hasPostgres: true },
    ]);
  });
});

describe("tokens", () => {
  const token = (id: string) => ({ id, name: "ci", expiresAt: "2027-01-01T00:00:00Z", revokedAt: null });
  const page = (id: string, endCursor: string | null) => ({
    data: {
      app: {
        ...{ id: "gid_a", organization: { id: "gid_o" } },
        limitedAccessTokens: { nodes: [token(id)], pageInfo: { hasNextPage: !!endCursor, endCursor } },
      },
    },
  });

  test("are listed page by page", async () => {
    const { fly, seen } = await connect(page("a", "next"), page("b", null));
    expect(await fly.tokens.list("plyr")).toStrictEqual([token("a"), token("b")]);
    expect(seen.map(({ body }) => (body as { variables: unknown }).variables)).toStrictEqual([
      { name: "plyr", after: null },
      { name: "plyr", after: "next" },
    ]);
  });

  test("are read with what another one is issued for, in one call", async () => {
    const limitedAccessToken = { id: "b", tokenHeader: "FlyV1 fm2_b", expiresAt: "2027-01-01T00:00:00Z" };
    const { fly, seen } = await connect(page("a", null), {
      data: { createLimitedAccessToken: { limitedAccessToken } },
    });
    const { owner } = (await fly.tokens.read("plyr")) ?? {};
    if (owner) await fly.tokens.createDeployToken("plyr", owner, { name: "ci", expiry: "1h" });
    expect(seen.map(({ body }) => (body as { variables: unknown }).variables)).toStrictEqual([
      { name: "plyr", after: null },
      { name: "ci", expiry: "1h", organizationId: "gid_o", profileParams: { app_id: "gid_a" } },
    ]);
  });

  test.each(['Could not find App "plyr"', "Could not resolve plyr"])(
    "of a missing app are none: %s",
    async (message) => {
      const { fly } = await connect({ data: null, errors: [{ message, path: ["app"] }] });
      expect(await fly.tokens.list("plyr")).toBeUndefined();
    },
  );

  test("another GraphQL error is a refusal though its status is 200", async () => {
    const { fly } = await connect({ data: null, errors: [{ message: "Not authorized", extensions: { code: "X" } }] });
    await expect(fly.tokens.revoke("tok_1")).rejects.toThrow(
      "Fly refused to revoke token tok_1: 200 Not authorized (POST /graphql).",
    );
  });
});

describe("a machine", () => {
  test("is waited for with its version and no more than the seconds Fly takes", async () => {
    const { fly, seen } = await connect({ ok: true, state: "started" });
    expect(await fly.machines.waitStarted("plyr", "m1", "01HV", 60)).toBe(true);
    expect(seen[0]?.url).toBe("/v1/apps/plyr/machines/m1/wait?state=started&version=01HV&timeout=60");
  });

  test("is updated under the lease's nonce, and launched unless told otherwise", async () => {
    const machine = { id: "m1", name: "m", state: "started", region: "ord", instance_id: "01HV" };
    const { fly, seen } = await connect(machine, machine);
    const update = { config: { image: "x" }, region: "ord", minSecretsVersion: 7 };
    await fly.machines.update("plyr", "m1", { ...update, skipLaunch: false }, "nonce");
    await fly.machines.update("plyr", "m1", { ...update, skipLaunch: true }, "nonce");
    const body = { config: { image: "x" }, region: "ord", min_secrets_version: 7 };
    expect(seen.map((request) => [request.body, request.headers["fly-machine-lease-nonce"]])).toStrictEqual([
      [body, "nonce"],
      [{ ...body, skip_launch: true }, "nonce"],
    ]);
  });
});
