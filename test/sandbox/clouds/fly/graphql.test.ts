import { getIntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { createApp, query, useFly } from "./served.ts";

const fly = useFly();

const CREATE = `mutation ($input: CreateLimitedAccessTokenInput!) {
  createLimitedAccessToken(input: $input) {
    limitedAccessToken { id name token tokenHeader createdAt expiresAt profile profileParams organization { slug } }
  }
}`;
const DELETE = `mutation ($input: DeleteLimitedAccessTokenInput!) {
  deleteLimitedAccessToken(input: $input) { token revokedBy }
}`;
const LIST = `query ($first: Int, $after: String) {
  app(name: "acme-web") {
    limitedAccessTokens(first: $first, after: $after) {
      nodes { id name token revokedAt user { email } }
      pageInfo { endCursor hasNextPage }
      totalCount
    }
  }
}`;

async function appAndOrganization() {
  const { data } = await query(
    fly,
    "query ($name: String!) { app(name: $name) { id name organization { id slug rawSlug } } }",
    { name: "acme-web" },
  );
  return data.app;
}

async function createToken(input: object = {}) {
  const app = await appAndOrganization();
  const order = {
    name: "ci",
    organizationId: app.organization.id,
    profile: "deploy",
    profileParams: { app_id: app.id },
    expiry: "24h",
    ...input,
  };
  const { data, errors } = await query(fly, CREATE, { input: order });
  return { token: data?.createLimitedAccessToken?.limitedAccessToken, errors };
}

describe("GraphQL", () => {
  it("app answers the node ids that other calls take", async () => {
    const id = await createApp(fly);
    expect(await appAndOrganization()).toEqual({
      id,
      name: "acme-web",
      organization: { id: expect.stringMatching(/^[0-9a-f]{20}$/), slug: "acme", rawSlug: "acme" },
    });
  });

  it("an app that is not there, or being deleted, is an error inside 200", async () => {
    const { body } = await fly.call("POST", "/graphql", { query: '{ app(name: "acme-web") { id } }' });
    expect(body).toEqual({
      data: { app: null },
      errors: [
        {
          message: 'Could not find App "acme-web"',
          path: ["app"],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: "NOT_FOUND" },
        },
      ],
    });
    await createApp(fly);
    await fly.call("DELETE", "/v1/apps/acme-web");
    const { errors } = await query(fly, '{ app(name: "acme-web") { id } }');
    expect(errors).toEqual(['Could not find App "acme-web"']);
  });

  it("the account's own organization is called personal, and has a slug of its own too", async () => {
    for (const slug of ["personal", "sandbox-user"]) {
      const { data } = await query(fly, "query ($s: String!) { organization(slug: $s) { slug rawSlug } }", { s: slug });
      expect(data.organization).toEqual({ slug: "personal", rawSlug: "sandbox-user" });
    }
  });

  it("without a token fields refuse, and introspection answers", async () => {
    await createApp(fly);
    for (const source of [
      '{ app(name: "acme-web") { id } }',
      '{ app(name: "none") { id } }',
      '{ organization(slug: "acme") { id } }',
    ]) {
      expect((await query(fly, source, {}, {})).errors).toEqual(["You must be authenticated to view this."]);
    }
    const { data } = await query(fly, getIntrospectionQuery(), {}, {});
    expect(data.__schema.queryType.name).toBe("Queries");
  });

  it("a request without a query, and one for an unknown field, are errors inside 200", async () => {
    const empty = await fly.call("POST", "/graphql", {});
    expect([empty.status, empty.body]).toEqual([200, { errors: [{ message: "No query string was present" }] }]);
    const { errors } = await query(fly, "{ nothing { id } }");
    expect(errors).toEqual(['Cannot query field "nothing" on type "Queries".']);
  });

  it("regions come as over REST", async () => {
    const { data } = await query(fly, "{ platform { regions { code } } nearestRegion { code } }");
    expect(data.platform.regions).toHaveLength(18);
    expect(data.nearestRegion).toEqual({ code: "iad" });
  });
});

describe("limited access tokens", () => {
  it("are shown whole when they are made", async () => {
    const id = await createApp(fly);
    const { token } = await createToken();
    expect(token).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{14}$/),
      name: "ci",
      token: expect.stringMatching(/^fm2_[0-9a-f]{64},fm2_[0-9a-f]{64}$/),
      tokenHeader: `FlyV1 ${token.token}`,
      createdAt: "2026-01-05T10:00:03Z",
      expiresAt: "2026-01-06T10:00:03Z",
      profile: "deploy",
      profileParams: { app_id: id },
      organization: { slug: "acme" },
    });
  });

  it.each([undefined, "", "175200h0m0s"])("with expiry %j last twenty years", async (expiry) => {
    await createApp(fly);
    const { token } = await createToken({ expiry });
    expect(token.expiresAt).toBe("2045-12-31T10:00:03Z");
  });

  it("are listed by app and by organization without their value, page by page", async () => {
    await createApp(fly);
    const { token: first } = await createToken({ name: "one" });
    const { token: second } = await createToken({ name: "two" });
    const node = ({ id, name }: { id: string; name: string }) => ({
      id,
      name,
      token: null,
      revokedAt: null,
      user: { email: "sandbox@example.com" },
    });
    const page = async (variables: object) => (await query(fly, LIST, variables)).data.app.limitedAccessTokens;
    expect(await page({ first: 1 })).toEqual({
      nodes: [node(first)],
      pageInfo: { endCursor: "1", hasNextPage: true },
      totalCount: 2,
    });
    expect(await page({ first: 1, after: "1" })).toEqual({
      nodes: [node(second)],
      pageInfo: { endCursor: "2", hasNextPage: false },
      totalCount: 2,
    });
    const { token: wide } = await createToken({ name: "wide", profile: "deploy_organization", profileParams: {} });
    const { data } = await query(fly, '{ organization(slug: "acme") { limitedAccessTokens { nodes { id } } } }');
    expect(data.organization.limitedAccessTokens.nodes).toEqual([{ id: first.id }, { id: second.id }, { id: wide.id }]);
    expect((await page({})).totalCount).toBe(2);
  });

  it.each(["id", "token"])("are revoked by %s, stay listed, and open nothing", async (key) => {
    await createApp(fly);
    const { token } = await createToken();
    const { data } = await query(fly, DELETE, { input: { [key]: token[key] } });
    expect(data.deleteLimitedAccessToken.revokedBy).toBe("sandbox@example.com");
    const { nodes } = (await query(fly, LIST)).data.app.limitedAccessTokens;
    expect(nodes).toMatchObject([{ id: token.id, revokedAt: "2026-01-05T10:00:04Z" }]);
    const opened = await fly.call("GET", "/v1/apps/acme-web", undefined, { authorization: token.tokenHeader });
    expect(opened.status).toBe(401);
  });

  it("revoking twice, or what is not there, is an error", async () => {
    await createApp(fly);
    const { token } = await createToken();
    await query(fly, DELETE, { input: { id: token.id } });
    expect((await query(fly, DELETE, { input: { id: token.id } })).errors).toEqual(["Token has already been revoked"]);
    expect((await query(fly, DELETE, { input: { id: "none" } })).errors).toEqual([
      'Could not find LimitedAccessToken "none"',
    ]);
  });

  it.each([
    [{ profileParams: { app_id: "acme-web" } }, 'Could not find App "acme-web"'],
    [{ profileParams: {} }, 'Could not find App ""'],
    [{ organizationId: "acme" }, 'Could not find Organization "acme"'],
    [{ profile: "read_only" }, 'Unknown token profile "read_only"'],
    [{ expiry: "30d" }, 'invalid expiry: time: invalid duration "30d"'],
  ])("with %j are refused: %s", async (input, error) => {
    await createApp(fly);
    expect((await createToken(input)).errors).toEqual([error]);
  });

  it("are not minted by an app's own token", async () => {
    await createApp(fly);
    const { token } = await createToken();
    const { id, organization } = await appAndOrganization();
    const input = { name: "x", organizationId: organization.id, profile: "deploy", profileParams: { app_id: id } };
    const { errors } = await query(fly, CREATE, { input }, { authorization: token.tokenHeader });
    expect(errors).toEqual(["Not authorized to access this organization"]);
  });
});

describe("addresses over GraphQL", () => {
  const ALLOCATE = `mutation ($input: AllocateIPAddressInput!) {
    allocateIpAddress(input: $input) {
      ipAddress { id address type region } app { sharedIpAddress ipAddresses { nodes { address } } }
    }
  }`;

  it("a shared one is a property of the app, not one of its addresses", async () => {
    await createApp(fly);
    const { data } = await query(fly, ALLOCATE, { input: { appId: "acme-web", type: "shared_v4" } });
    expect(data.allocateIpAddress).toEqual({
      ipAddress: null,
      app: { sharedIpAddress: "66.241.124.1", ipAddresses: { nodes: [] } },
    });
  });

  it("another one is an address, which can be released", async () => {
    await createApp(fly);
    const { data } = await query(fly, ALLOCATE, { input: { appId: "acme-web", type: "v6" } });
    expect(data.allocateIpAddress.ipAddress).toMatchObject({ address: "2a09:8280:1::1", type: "v6", region: "global" });
    const release = "mutation ($i: ReleaseIPAddressInput!) { releaseIpAddress(input: $i) { app { name } } }";
    await query(fly, release, { i: { appId: "acme-web", ip: "2a09:8280:1::1" } });
    expect((await fly.call("GET", "/v1/apps/acme-web/ip_assignments")).body).toEqual({ ips: [] });
    const again = await query(fly, release, { i: { appId: "acme-web", ip: "2a09:8280:1::1" } });
    expect(again.errors).toEqual(['Could not find IPAddress "2a09:8280:1::1"']);
  });
});
