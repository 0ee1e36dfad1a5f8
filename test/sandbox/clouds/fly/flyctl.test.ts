import { describe, expect, it } from "vitest";
import { createApp, query, useFly } from "./served.ts";

const fly = useFly();

const RELEASES = `query ($appName: String!, $limit: Int!) {
  app(name: $appName) {
    releases: releasesUnprocessed(first: $limit) {
      nodes { id version description reason status imageRef stable createdAt user { id email name } }
    }
    currentRelease { version status }
    current: currentReleaseUnprocessed { version imageRef configDefinition }
  }
}`;

async function deploy(image: string, status?: string) {
  const order = { app_name: "acme-web", build_id: 1, definition: { app: "acme-web" }, image, strategy: "ROLLING" };
  const { status: created, body } = await fly.call("POST", "/api/v1/releases", order);
  expect(created).toBe(201);
  if (status) await fly.call("PATCH", `/api/v1/releases/${body.release.id}`, { status, metadata: null });
  return body.release;
}

async function deployToken(appId: string) {
  const { data } = await query(fly, '{ organization(slug: "acme") { id } }');
  const input = {
    name: "ci",
    organizationId: data.organization.id,
    profile: "deploy",
    profileParams: { app_id: appId },
  };
  const made = await query(
    fly,
    "mutation ($input: CreateLimitedAccessTokenInput!) { createLimitedAccessToken(input: $input) { limitedAccessToken { tokenHeader } } }",
    { input },
  );
  return { authorization: made.data.createLimitedAccessToken.limitedAccessToken.tokenHeader };
}

describe("what flyctl asks beside the Machines API", () => {
  it("releases are listed newest first with their images, and the current one is the newest that is complete", async () => {
    await createApp(fly);
    expect((await query(fly, RELEASES, { appName: "acme-web", limit: 25 })).data.app).toEqual({
      releases: { nodes: [] },
      currentRelease: null,
      current: null,
    });
    await deploy("registry.fly.io/acme-web:one", "complete");
    await deploy("registry.fly.io/acme-web:two", "failed");
    const { data } = await query(fly, RELEASES, { appName: "acme-web", limit: 25 });
    const shown = data.app.releases.nodes.map((one: Record<string, unknown>) => [
      one["version"],
      one["status"],
      one["imageRef"],
    ]);
    expect(shown).toEqual([
      [2, "failed", "registry.fly.io/acme-web:two"],
      [1, "complete", "registry.fly.io/acme-web:one"],
    ]);
    expect(data.app.releases.nodes[1]).toMatchObject({ stable: true, user: { email: "sandbox@example.com" } });
    expect(data.app.currentRelease).toEqual({ version: 1, status: "complete" });
    expect(data.app.current).toMatchObject({ version: 2, configDefinition: { app: "acme-web" } });
  });

  it("the config of a release is asked of the unprocessed one alone, as in the schema that flyctl is built with", async () => {
    await createApp(fly);
    await deploy("registry.fly.io/acme-web:one", "complete");
    const of = (release: string) =>
      query(fly, `{ app(name: "acme-web") { ${release} { configDefinition } platformVersion } }`);
    expect((await of("currentReleaseUnprocessed")).data.app.platformVersion).toBe("machines");
    expect(JSON.stringify((await of("currentRelease")).errors)).toContain("configDefinition");
  });

  it("a release says that it is in progress until flyctl has ended it, over REST as well", async () => {
    await createApp(fly);
    expect((await fly.call("GET", "/api/v1/apps/acme-web/releases/current")).status).toBe(404);
    const { id } = await deploy("registry.fly.io/acme-web:one");
    const read = async () => (await fly.call("GET", "/api/v1/apps/acme-web/releases/current")).body;
    expect(await read()).toMatchObject({ id, version: 1, status: "pending", in_progress: true, stable: false });
    await fly.call("PATCH", `/api/v1/releases/${id}`, { status: "complete" });
    expect(await read()).toMatchObject({ status: "complete", in_progress: false, stable: true });
    expect((await fly.call("GET", "/api/v1/apps/acme-web/releases?limit=1")).body.releases).toMatchObject([{ id }]);
  });

  it("a deploy token reaches the releases of its own app alone", async () => {
    const headers = await deployToken(await createApp(fly));
    await createApp(fly, "acme-db");
    await deploy("registry.fly.io/acme-web:one");
    expect((await fly.call("GET", "/api/v1/apps/acme-web/releases", undefined, headers)).status).toBe(200);
    expect((await fly.call("GET", "/api/v1/apps/acme-db/releases", undefined, headers)).status).toBe(403);
    const foreign = { app_name: "acme-db", definition: {}, image: "i", strategy: "ROLLING" };
    expect((await fly.call("POST", "/api/v1/releases", foreign, headers)).status).toBe(403);
  });

  it("whoami, orgs and apps answer what the token reaches", async () => {
    const id = await createApp(fly);
    await fly.call("POST", "/v1/apps", { name: "globex-web", org_slug: "globex" });
    const asked = `{
      viewer { __typename ... on User { id email enablePaidHobby } ... on Macaroon { email } }
      organizations(admin: false) { nodes { slug name type paidPlan billable viewerRole } }
      apps(type: "container", first: 200, after: "") { pageInfo { hasNextPage endCursor } nodes { id name status role { name } } }
    }`;
    const { data } = await query(fly, asked);
    expect(data.viewer).toMatchObject({ __typename: "User", email: "sandbox@example.com" });
    const names = (nodes: { name: string }[]) => nodes.map(({ name }) => name);
    expect(names(data.organizations.nodes)).toEqual(["acme", "globex", "sandbox-user"]);
    expect(names(data.apps.nodes)).toEqual(["acme-web", "globex-web"]);
    const narrow = (await query(fly, asked, {}, await deployToken(id))).data;
    expect(narrow.viewer.__typename).toBe("Macaroon");
    expect(narrow.organizations.nodes).toEqual([]);
    expect(names(narrow.apps.nodes)).toEqual(["acme-web"]);
    expect((await query(fly, asked, {}, {})).errors).toContain("You must be authenticated to view this.");
    const organizations = (await fly.call("GET", "/api/v1/organizations?admin=false")).body.organizations;
    expect(organizations.map(({ raw_slug }: { raw_slug: string }) => raw_slug)).toEqual([
      "acme",
      "globex",
      "sandbox-user",
    ]);
  });

  it("secrets are set, replaced and unset, and no release comes of it", async () => {
    await createApp(fly);
    const set = (input: object) =>
      query(
        fly,
        "mutation ($input: SetSecretsInput!) { setSecrets(input: $input) { release { id } app { secrets { name } } } }",
        {
          input: { appId: "acme-web", ...input },
        },
      );
    await set({
      secrets: [
        { key: "A", value: "1" },
        { key: "B", value: "2" },
      ],
    });
    const { data } = await set({ secrets: [{ key: "C", value: "3" }], replaceAll: true });
    expect(data.setSecrets).toEqual({ release: null, app: { secrets: [{ name: "C" }] } });
    const unset = await query(
      fly,
      "mutation ($input: UnsetSecretsInput!) { unsetSecrets(input: $input) { app { secrets { name } } } }",
      { input: { appId: "acme-web", keys: ["C"] } },
    );
    expect(unset.data.unsetSecrets.app.secrets).toEqual([]);
  });

  it("an image is known when a release or a build named it; another app's is not", async () => {
    await createApp(fly);
    const ask = async (ref: string) =>
      (await query(fly, 'query ($ref: String!) { app(name: "acme-web") { image(ref: $ref) { ref digest } } }', { ref }))
        .data.app.image?.ref;
    expect(await ask("registry.fly.io/acme-web:one")).toBe("registry.fly.io/acme-web:one");
    expect(await ask("redis:7")).toBe("redis:7");
    expect(await ask("registry.fly.io/globex-web:one")).toBeUndefined();
  });
});
