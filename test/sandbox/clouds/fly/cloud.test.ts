import { describe, expect, it } from "vitest";
import { flyCloud } from "../../../../sandbox/clouds/fly/index.ts";
import { contract } from "./contract.ts";
import { createApp, type Fly, query, serveFly, TOKEN, useFly } from "./served.ts";

const fly = useFly();
const canary = "canary-value-5f3a";

/** One of everything that has a value of its own; answers all bodies, and the values that must not be kept. */
async function makeEverything(cloud: Fly): Promise<{ bodies: unknown[]; values: string[] }> {
  const id = await createApp(cloud);
  const bodies = [
    await cloud.call("POST", "/v1/apps/acme-web/secrets", { values: { A: canary } }),
    await cloud.call("POST", "/v1/apps/acme-web/secrets/B", { value: canary }),
    await cloud.call("POST", "/v1/apps/acme-web/ip_assignments", { type: "v6" }),
    await cloud.call("POST", "/v1/apps/acme-web/machines", { config: { image: "nginx" }, lease_ttl: 30 }),
    await cloud.call("POST", "/v1/apps/acme-web/certificates/acme", { hostname: "www.acme.com" }),
    await cloud.call("GET", "/v1/apps/acme-web/machines"),
  ].map(({ body }) => body);
  const rest = (await cloud.call("POST", "/v1/apps/acme-web/deploy_token", {})).body.token;
  const organization = cloud.state.organizations[0]?.id;
  const { data } = await query(
    cloud,
    `mutation { createLimitedAccessToken(input: {
      name: "ci", organizationId: "${organization}", profile: "deploy", profileParams: { app_id: "${id}" }
    }) { limitedAccessToken { tokenHeader } } }`,
  );
  const order = { org_slug: "acme", plan: "basic", region: "ord" };
  const cluster = (await cloud.call("POST", "/v1/postgres", order)).body.data.id;
  for (let i = 0; i < 4; i++) await cloud.call("GET", `/v1/postgres/${cluster}`);
  const { body } = await cloud.call("GET", `/v1/postgres/${cluster}/users/fly-user/credentials`);
  const header = data.createLimitedAccessToken.limitedAccessToken.tokenHeader;
  const parts = `${rest},${header}`.replaceAll("FlyV1 ", "").split(",");
  return { bodies: [id, ...bodies, rest, data, cluster, body], values: [TOKEN, canary, ...parts, body.data.password] };
}

describe("the Fly cloud", () => {
  it("answers the same to the same calls", async () => {
    const other = await serveFly();
    try {
      expect((await makeEverything(fly)).bodies).toEqual((await makeEverything(other)).bodies);
    } finally {
    }
  });

  it("keeps no secret value in its state or journal", async () => {
    const { values } = await makeEverything(fly);
    expect(values).toHaveLength(7);
    const journal = fly.journal.read().map((entry) => JSON.stringify(entry));
    for (const value of values) {
      expect(fly.readState()).not.toContain(value);
      expect(journal.join("\n")).not.toContain(value);
    }
  });

  it("marks every answer with a request id of its own", async () => {
    const answers = [
      await fly.call("GET", "/v1/platform/regions"),
      await fly.call("GET", "/v1/apps/none"),
      await fly.call("GET", "/v1/apps/none", undefined, {}),
      await fly.call("GET", "/v1/nowhere"),
      await fly.call("POST", "/graphql", {}),
    ];
    const ids = answers.map(({ headers }) => headers.get("fly-request-id"));
    for (const id of ids) expect(id).toMatch(/^01[0-9A-F]{24}-iad$/);
    expect(new Set(ids).size).toBe(answers.length);
  });

  it.each([
    ["an unknown path", "GET", "/v1/nowhere"],
    ["a wrong method", "PUT", "/v1/apps/acme-web"],
    ["a declined call", "GET", "/v1/apps/acme-web/secretkeys"],
    ["an unserved call of flyctl's own API", "GET", "/api/v1/apps/acme-web/builders"],
  ])("answers %s with 501, which no client takes for none", async (_, method, path) => {
    const { status, body } = await fly.call(method, path, undefined, {});
    expect([status, body]).toEqual([501, { error: `The sandbox's Fly does not serve ${method} ${path}` }]);
  });

  it("lists the 18 regions to everybody, under capitals", async () => {
    const { status, body } = await fly.call("GET", "/v1/platform/regions", undefined, {});
    expect(status).toBe(200);
    expect(body.Nearest).toBe("iad");
    expect(body.Regions.map(({ code }: { code: string }) => code).join(" ")).toBe(
      "ams arn bom cdg dfw ewr fra gru iad jnb lax lhr nrt ord sin sjc syd yyz",
    );
    expect(body.Regions[0]).toEqual({
      code: "ams",
      name: "Amsterdam, Netherlands",
      latitude: 52.37,
      longitude: 4.9,
      gateway_available: true,
      requires_paid_plan: false,
      deprecated: false,
      capacity: 1000,
      geo_region: "europe",
      mpg_available: true,
    });
  });

  it.each([
    [429, "GET", "/v1/apps/acme-web", { error: "rate limit exceeded" }],
    [503, "GET", "/v1/apps/acme-web", { error: "upstream error" }],
    [404, "GET", "/v1/apps/acme-web", { error: "app not found" }],
    [401, "GET", "/v1/apps/acme-web", { error: "Authenticate: token validation error" }],
    [401, "GET", "/v1/apps/acme-web/certificates", { message: "Unauthorized" }],
    [422, "POST", "/v1/apps", { error: "Validation failed: Name has already been taken", status: "name_taken" }],
    [
      422,
      "POST",
      "/v1/apps/acme-web/machines",
      { error: "could not find a candidate host", status: "insufficient_capacity" },
    ],
    [
      412,
      "POST",
      "/v1/apps/acme-web/machines",
      {
        error: "insufficient resources to create new machine with existing volume id 'vol_1'",
        status: "volume_placement_capacity",
      },
    ],
    [404, "GET", "/v1/apps/acme-web/volumes/none", { error: "volume not found" }],
    [410, "GET", "/v1/postgres/none", { error: "This cluster has been deleted" }],
  ])("fails by fault with %i to %s %s as Fly does", async (status, method, path, body) => {
    const operation = flyCloud.operations.find(
      (one) => one.method === method && fitsRoute(one.path, path) && one.name !== "fly.listApps",
    );
    fly.faults.push({ operation: operation?.name ?? "", kind: "refuse", status, times: 1 });
    const answer = await fly.call(method, path);
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  it("a fault strikes one GraphQL field by its name, and the journal tells them apart", async () => {
    fly.faults.push({ operation: "fly.graphql.organization", kind: "refuse", status: 502, times: 1 });
    const ask = (source: string) => fly.call("POST", "/graphql", { query: source });
    expect((await ask("{ platform { regions { code } } }")).status).toBe(200);
    const failed = await ask('query Q { organization(slug: "acme") { id } }');
    expect([failed.status, failed.body]).toEqual([502, { errors: [{ message: "request failed with status 502" }] }]);
    expect((await ask("{ __typename }")).status).toBe(200);
    expect(fly.journal.read().map(({ operation }) => operation)).toEqual([
      "fly.graphql.platform",
      "fly.graphql.organization",
      "fly.graphql",
    ]);
  });

  it("finds nothing under a name that every JavaScript object has", async () => {
    await createApp(fly);
    for (const path of ["", "/acme-web/secrets", "/acme-web/machines", "/acme-web/volumes", "/acme-web/certificates"]) {
      expect((await fly.call("GET", `/v1/apps${path}/constructor`)).status).toBe(404);
    }
  });

  it("a create whose answer is lost has made the machine", async () => {
    await createApp(fly);
    fly.faults.push({ operation: "fly.createMachine", kind: "misreport", status: 408, times: 1 });
    const { status } = await fetchMachine();
    expect(status).toBe(408);
    expect((await fly.call("GET", "/v1/apps/acme-web/machines")).body).toHaveLength(1);
  });

  it.skipIf(!contract)("serves or declines every call of Fly's document, and declines nothing it serves", () => {
    const plain = (call: string) => call.replaceAll(/\{[^}]*\}|:[a-z]+/g, "_");
    const served = new Set(flyCloud.operations.map(({ method, path }) => plain(`${method} ${path}`)));
    const declined = new Set(flyCloud.declined.map(({ call }) => plain(call)));
    const open = contract?.calls.map(plain).filter((call) => !served.has(call) && !declined.has(call));
    expect(open).toEqual([]);
    expect([...declined].filter((call) => served.has(call))).toEqual([]);
  });
});

/** Outside the contract: Fly's document has no 408 for a create. */
async function fetchMachine() {
  return fetch(`${fly.url}/v1/apps/acme-web/machines`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ config: { image: "nginx" } }),
  });
}

function fitsRoute(route: string, path: string): boolean {
  return new RegExp(`^${route.replaceAll(/:[a-z]+/g, "[^/]+")}$`).test(path);
}
