import { beforeEach, describe, expect, it } from "vitest";
import { createApp, query, TOKEN, useFly } from "./served.ts";

const fly = useFly();

const readApp = (headers: Record<string, string>) => fly.call("GET", "/v1/apps/acme-web", undefined, headers);

/** The header of a token that opens one app, or without one the organization acme. */
async function mint(appId?: string, expiry = "24h"): Promise<{ authorization: string }> {
  const organizationId = fly.state.organizations.find(({ slug }) => slug === "acme")?.id;
  const input = {
    name: "ci",
    organizationId,
    profile: appId === undefined ? "deploy_organization" : "deploy",
    profileParams: appId === undefined ? {} : { app_id: appId },
    expiry,
  };
  const source = `mutation ($input: CreateLimitedAccessTokenInput!) {
    createLimitedAccessToken(input: $input) { limitedAccessToken { tokenHeader } } }`;
  const { data } = await query(fly, source, { input });
  return { authorization: data.createLimitedAccessToken.limitedAccessToken.tokenHeader };
}

describe("authentication", () => {
  let appId: string;
  beforeEach(async () => {
    appId = await createApp(fly);
  });

  it.each([
    [`Bearer ${TOKEN}`, 200],
    [`FlyV1 ${TOKEN}`, 200],
    [`FlyV1 fm2_other,${TOKEN}`, 200],
    [`Bearer FlyV1 ${TOKEN}`, 401],
    [TOKEN, 401],
    ["Bearer wrong", 401],
  ])("Authorization: %s answers %i", async (authorization, status) => {
    expect((await readApp({ authorization })).status).toBe(status);
  });

  it.each([
    ["/v1/apps/acme-web", { error: "Authenticate: token validation error" }],
    ["/v1/apps/acme-web/secrets", { error: "Authenticate: token validation error" }],
    ["/v1/apps/acme-web/machines", { error: "Authenticate: token validation error" }],
    ["/v1/tokens/current", { error: "Authenticate: token validation error" }],
    ["/v1/postgres/abc", { error: "Authenticate: token validation error" }],
    ["/v1/apps/acme-web/certificates", { message: "Unauthorized" }],
    ["/v1/apps/acme-web/ip_assignments", { message: "Unauthorized" }],
  ])("%s without a token answers 401 in the way of its service", async (path, refusal) => {
    const { status, body, headers } = await fly.call("GET", path, undefined, {});
    expect([status, body]).toEqual([401, refusal]);
    expect(headers.get("www-authenticate")).toBe('Basic realm="api.machines.dev"');
  });

  it("an app's deploy token opens that app and nothing else", async () => {
    await createApp(fly, "acme-api");
    const headers = await mint(appId);
    expect((await readApp(headers)).status).toBe(200);
    const secrets = await fly.call("POST", "/v1/apps/acme-web/secrets", { values: { A: "1" } }, headers);
    expect(secrets.status).toBe(200);
    const refused = await Promise.all([
      fly.call("GET", "/v1/apps/acme-api", undefined, headers),
      fly.call("POST", "/v1/apps", { name: "acme-new", org_slug: "acme" }, headers),
      fly.call("GET", "/v1/apps?org_slug=acme", undefined, headers),
      fly.call("POST", "/v1/postgres", { org_slug: "acme", plan: "basic", region: "ord" }, headers),
    ]);
    for (const { status, body } of refused) expect([status, body]).toEqual([403, { error: "unauthorized" }]);
  });

  it("an organization's deploy token makes apps in it, and reaches no other organization", async () => {
    await fly.call("POST", "/v1/apps", { name: "globex-web", org_slug: "globex" });
    const headers = await mint();
    const made = await fly.call("POST", "/v1/apps", { name: "acme-new", org_slug: "acme" }, headers);
    expect(made.status).toBe(201);
    expect((await fly.call("GET", "/v1/apps/globex-web", undefined, headers)).status).toBe(403);
    const elsewhere = await fly.call("POST", "/v1/apps", { name: "globex-new", org_slug: "globex" }, headers);
    expect([elsewhere.status, elsewhere.body]).toEqual([403, { error: "unauthorized" }]);
  });

  it("a token ends with its expiry and with its app", async () => {
    const brief = await mint(appId, "2s");
    expect((await readApp(brief)).status).toBe(200);
    const long = await mint(appId);
    await createApp(fly, "acme-api");
    expect((await readApp(brief)).status).toBe(401);
    await fly.call("DELETE", "/v1/apps/acme-web");
    for (let i = 0; i < 3; i++) await fly.call("GET", "/v1/apps/acme-web");
    await createApp(fly);
    expect((await readApp(long)).status).toBe(401);
  });
});

describe("tokens", () => {
  it("POST deploy_token answers the token with its scheme word, and nothing to revoke it by", async () => {
    await createApp(fly);
    const { status, body } = await fly.call("POST", "/v1/apps/acme-web/deploy_token", { expiry: "720h" });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["token"]);
    expect(body.token).toMatch(/^FlyV1 fm2_[0-9a-f]{64},fm2_[0-9a-f]{64}$/);
    expect((await readApp({ authorization: body.token })).status).toBe(200);
    const { data } = await query(fly, '{ app(name: "acme-web") { limitedAccessTokens { totalCount } } }');
    expect(data.app.limitedAccessTokens.totalCount).toBe(0);
  });

  it("an expiry that is no Go duration is refused", async () => {
    await createApp(fly);
    const { status, body } = await fly.call("POST", "/v1/apps/acme-web/deploy_token", { expiry: "30d" });
    expect([status, body]).toEqual([400, { error: 'invalid expiry: time: invalid duration "30d"' }]);
  });

  it("tokens/current has an entry for each organization of the user", async () => {
    const { status, body } = await fly.call("GET", "/v1/tokens/current");
    expect(status).toBe(200);
    expect(body.tokens.map(({ org_slug }: { org_slug: string }) => org_slug)).toEqual([
      "acme",
      "globex",
      "sandbox-user",
    ]);
    expect(body.tokens[0]).toEqual({
      token_id: "tok_1",
      org_slug: "acme",
      organization: "acme",
      apps: [],
      user: "sandbox@example.com",
      source_machine_id: "",
      restricted_to_machine: "",
    });
  });

  it("tokens/current of a deploy token names its app, or its organization", async () => {
    const appId = await createApp(fly);
    const current = async (headers: Record<string, string>) =>
      (await fly.call("GET", "/v1/tokens/current", undefined, headers)).body.tokens;
    expect(await current(await mint(appId))).toMatchObject([{ org_slug: "acme", apps: ["acme-web"], user: "" }]);
    expect(await current(await mint())).toMatchObject([{ org_slug: "acme", apps: [], user: "" }]);
  });
});
