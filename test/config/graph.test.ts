import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkReaches, hostsIn, type Secrets } from "../../src/components/endpoints.ts";
import { resolve } from "../../src/components/resolve.ts";
import type { Raw } from "../../src/config/merge.ts";
import { acme, resolveAcme, settings, shortly } from "./acme.ts";

const codesOf = (stack: string, environment: Raw = {}, system: Raw = {}) =>
  resolveAcme(stack, environment, system).problems.map(({ problem }) => problem.code);

describe("one mistake is one problem", () => {
  test.each<[string, Raw]>([
    ["a misspelt root in a name", { apps: { api: { name: "x-${enviroment.name}" } } }],
    [
      "a misspelt field in a value that others take",
      { apps: { api: { variables: { A: "${apps.api.nme}", B: "${apps.api.variables.A}" } } } },
    ],
    ["a misspelt thing in a host", { apps: { api: { domains: ["${apps.ap.name}.acme.dev"] } } }],
    ["a reference that goes on too long", { apps: { api: { variables: { A: "${apps.api.url.host}" } } } }],
    ["a secret without a name", { apps: { api: { secrets: { A: "${secrets}" } } } }],
  ])("%s", (_name, system) => {
    expect(codesOf("staging", {}, system)).toEqual(["unknown-reference"]);
  });

  test("a cycle of three is told once, with its way", () => {
    const secrets = {
      A: "${apps.api.secrets.B}",
      B: "${apps.api.secrets.C}",
      C: "${apps.api.secrets.A}",
      D: "${apps.api.secrets.A}",
    };
    expect(codesOf("staging", {}, { apps: { api: { secrets } } })).toEqual(["reference-cycle"]);
  });

  test("what a refused key was meant to hold is not missing as well", () => {
    expect(
      codesOf("staging", { apps: { api: { secretz: { X: "x" }, variables: { Y: "${apps.api.secrets.X}" } } } }),
    ).toEqual(["unknown-key", "unexplained-difference"]);
  });
});

test("schema, limits and policies are told in one round", () => {
  const system = {
    apps: { api: { port: "x", name: "acme_api", health: null, machine: { size: "huge" } } },
    neon: { region: 5 },
  };
  expect(codesOf("production", {}, system).sort()).toEqual([
    "fly-app-name",
    "fly-machine-size",
    "no-health-check",
    "wrong-type",
    "wrong-type",
  ]);
});

describe("a deferred value that nobody makes is a problem", () => {
  test("a storage key without buckets, once", () => {
    expect(codesOf("staging", {}, { buckets: null })).toEqual(["no-storage"]);
  });

  test("a container in a deployed environment", () => {
    expect(codesOf("staging", {}, { databases: { main: { provider: "docker" } } })).toEqual(["database-not-here"]);
  });

  test("an app of the shared stack whose stack has no bucket", () => {
    const worker = {
      name: "acme-worker",
      port: 80,
      local: { port: 81, command: "w" },
      secrets: { S: "${storage.secretAccessKey}" },
      shared: { owner: "shared", reason: "one worker for all of them" },
    };
    expect(codesOf("shared", {}, { apps: { worker } })).toEqual(["no-storage"]);
  });
});

test("a bucket whose key nobody reads is warned about, and no key is made", () => {
  const { blueprint, problems } = resolveAcme("staging", {}, { apps: { api: { secrets: { S3_KEY: null } } } });
  expect(problems.map(({ problem }) => `${problem.severity} ${problem.code}`)).toEqual(["warning unread-storage-key"]);
  expect(blueprint?.storageKey).toBe(false);
});

test("the order of keys changes nothing but their order", () => {
  const names = ["A", "B", "C", "D", "E"];
  const chain = (order: readonly string[]) =>
    Object.fromEntries(
      order.map((name) => [
        name,
        name === "A" ? "${apps.api.url}" : `\${apps.api.secrets.${names[names.indexOf(name) - 1]}}`,
      ]),
    );
  const valuesOf = (order: readonly string[]) =>
    resolveAcme("staging", {}, { apps: { api: { secrets: chain(order) } } }).blueprint?.apps[0]?.secrets;
  fc.assert(
    fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
      expect(valuesOf(order)).toEqual(valuesOf(names));
    }),
  );
});

describe("an environment's own Pages project", () => {
  const own = {
    project: "acme-stg",
    productionBranch: "main",
    branch: "main",
    domains: ["stg.acme.dev"],
    shared: null,
  };

  test("may have its production slot and domains", () => {
    const differs = { "sites.web.shared": "staging has a project of its own" };
    expect(shortly(resolveAcme("staging", { sites: { web: own }, differs }))).toEqual([]);
  });

  test("is claimed: two stacks cannot declare one project", () => {
    const sites = { web: { ...own, domains: [] } };
    const things = ["staging", "pr-1"].map((stack) =>
      resolveAcme(stack, { sites, differs: {} }).claims.map(({ thing }) => thing),
    );
    expect(things[0]?.filter((thing) => things[1]?.includes(thing))).toContain(
      'The Pages project "acme-stg" of account 0123456789abcdef0123456789abcdef',
    );
  });
});

test("a database that an owner shares and production does not use is nobody's danger", () => {
  const lake = { name: "acme-lake", shared: { owner: "shared", reason: "one place for reports of all" } };
  expect(codesOf("production", {}, { databases: { lake } })).toEqual([]);
});

describe("one name to GitHub", () => {
  test.each<[string, Raw]>([
    ["two variables", { variables: { region: "a", REGION: "b" } }],
    ["two secrets", { secrets: { npm_token: "a", NPM_TOKEN: "b" } }],
    ["a secret and the deploy token", { secrets: { FLY_API_TOKEN: "a" } }],
    ["the deploy token in lower case", { secrets: { fly_api_token: "a" } }],
  ])("%s", (_name, pipeline) => {
    expect(codesOf("staging", {}, { pipeline })).toEqual(["same-name"]);
  });

  test("a hundred secrets and a deploy token are one too many", () => {
    const secrets = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`S${i}`, "x"]));
    expect(codesOf("staging", {}, { pipeline: { secrets } })).toEqual(["github-value-count"]);
  });
});

describe("two environments on one database by literal", () => {
  const neon = (host: string) => `postgresql://u:p@${host}.us-east-2.aws.neon.tech/db`;
  const reaches = (staging: unknown, production: unknown) =>
    checkReaches(
      [["production", production] as const, ["staging", staging] as const].flatMap(
        ([stack, value]) => resolveAcme(stack, { apps: { api: { secrets: { DATABASE_URL: value } } } }).reaches,
      ),
    ).map(({ stack, problem }) => `${stack} ${problem.code}`);

  test.each<[string, unknown, unknown]>([
    ["the same URL", neon("ep-x-1"), neon("ep-x-1")],
    ["direct and pooled", neon("ep-x-1"), neon("ep-x-1-pooler")],
    ["another case of the host", "redis://R.upstash.io:6379", "rediss://x:y@r.upstash.io"],
    [
      "a reason, where production is one of them",
      { value: neon("ep-x-1"), shared: "it is cheaper so" },
      neon("ep-x-1"),
    ],
  ])("%s is refused", (_name, staging, production) => {
    expect(reaches(staging, production)).toEqual(["staging one-database"]);
  });

  test("a value that a person has set is compared once it is known, and only its host is shown", () => {
    const known = { TOKEN: neon("ep-x-1-pooler").replace("u:p@", "u:canary@") };
    const given = (stack: string, secrets?: Secrets) =>
      resolve({ project: "acme", stack, system: acme, environment: settings[stack], ...(secrets && { secrets }) })
        .reaches;
    expect(given("staging")).toEqual([]);
    const production = resolveAcme("production", { apps: { api: { secrets: { TOKEN: neon("ep-x-1") } } } }).reaches;
    const [found, ...more] = checkReaches([...production, ...given("staging", known)]);
    expect(more).toEqual([]);
    expect(found?.problem.message).toContain("This leads to ep-x-1.us-east-2.aws.neon.tech, as does");
    expect(found?.problem.message).not.toContain("canary");
  });

  test("a part of a password that is not percent-encoded is not taken for a host", () => {
    expect(
      ["postgres://u:p.a/ss@x.example/db", "redis://:a.b#c@x.example", "postgres://u:s@x.exa mple/"].flatMap(hostsIn),
    ).toEqual([]);
  });

  test("hosts of one machine are each environment's own", () => {
    expect(
      ["redis://localhost:6379", "redis://redis:6379", "postgres://127.0.0.1/x", "https://a.example/x"].flatMap(
        hostsIn,
      ),
    ).toEqual([]);
  });
});
