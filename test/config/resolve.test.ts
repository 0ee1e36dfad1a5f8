import { describe, expect, test } from "vitest";
import type { Raw } from "../../src/config/merge.ts";
import { render } from "../../src/config/template.ts";
import { blueprintOf, resolveAcme, shortly } from "./acme.ts";

describe("names and URLs of an environment", () => {
  test("staging carries its name as a suffix", () => {
    const { apps, databases, buckets } = blueprintOf("staging");
    expect(apps[0]?.name).toBe("acme-api-staging");
    expect(apps[0]?.url).toBe("https://acme-api-staging.fly.dev");
    expect(databases[0]?.name).toBe("acme-staging");
    expect(buckets[0]?.name).toBe("acme-media-staging");
  });

  test("production carries none, unless it says so", () => {
    expect(blueprintOf("production").apps[0]?.name).toBe("acme-api");
    expect(blueprintOf("production", { suffix: "-live" }).apps[0]?.name).toBe("acme-api-live");
  });

  test("a domain of its own becomes the URL everywhere it is used", () => {
    const { apps, sites } = blueprintOf("staging", { apps: { api: { domains: ["api.acme.dev"] } } });
    expect(apps[0]?.url).toBe("https://api.acme.dev");
    expect(render(sites[0]?.variables["API"] ?? { parts: [] })).toBe("https://api.acme.dev");
  });

  test("a developer's machine has localhost for apps and sites, and no Pages slot", () => {
    const { apps, sites, pipeline, secrets } = blueprintOf("dev");
    expect(apps[0]?.url).toBe("http://localhost:8001");
    expect(apps[0]?.ownership).toEqual({ in: "local" });
    expect(sites[0]).toMatchObject({ ownership: { in: "local" }, url: { parts: ["http://localhost:5173"] } });
    expect(sites[0]?.slot).toBeUndefined();
    expect(pipeline).toBeUndefined();
    expect(secrets).toEqual([]);
  });

  test("the branch alias of Pages is lower case, dashed and at most 28 characters", () => {
    const { sites } = blueprintOf("staging", { sites: { web: { branch: "Feature/A_very-long-branch-name-indeed" } } });
    expect(render(sites[0]?.host ?? { parts: [] })).toBe("feature-a-very-long-branch-n.${sites.web.subdomain}");
  });
});

test.each([
  [
    { date: "2026-13-01" },
    'sites.web.compatibility.date [pages-compatibility] "2026-13-01" is not a compatibility date.',
  ],
  [{ date: "2026-01-15", flags: ["a", "no_a"] }, "sites.web.compatibility.flags [pages-compatibility]"],
])("a compatibility that Cloudflare's runtime does not take is refused: %j", (compatibility, expected) => {
  const found = shortly(resolveAcme("staging", { sites: { web: { compatibility } } }));
  expect(found).toEqual([expect.stringContaining(expected)]);
});

test.each([
  [["*.acme.dev"], "https://acme-api-staging.fly.dev"],
  [["*.acme.dev", "acme.dev"], "https://acme.dev"],
])("the URL of an app with the domains %j is %s", (domains, url) => {
  expect(blueprintOf("staging", { apps: { api: { domains } } }).apps[0]?.url).toBe(url);
});

test.each<[Raw, string]>([
  [{ apps: { api: { domains: ["a.*.acme.dev"] } } }, 'apps.api.domains [wildcard-domain] "a.*.acme.dev"'],
  [
    { sites: { web: { branch: "production", domains: ["*.acme.dev"] } } },
    'sites.web.domains [wildcard-domain] "*.acme.dev"',
  ],
  [{ apps: { api: { domains: ["*.api.acme.dev"], proxied: true } } }, "apps.api.proxied [deep-proxied-domain]"],
])("a wildcard that cannot be is refused: %j", (environment, expected) => {
  expect(shortly(resolveAcme("production", environment))).toContainEqual(expect.stringContaining(expected));
});

describe("a database in the project of another", () => {
  const inMain = { databases: { events: { in: "main" } } };
  const databases = (environment: Raw, stack = "staging") => blueprintOf(stack, environment, inMain).databases;

  test("has that one's project, and a name and a role of its own", () => {
    expect(databases({})[1]).toMatchObject({
      ...{ key: "events", provider: "neon", name: "acme-staging", database: "events", role: "events_owner" },
      in: { key: "main", inherited: false },
    });
    expect(databases({ databases: { main: { branch: { of: "production" } } } })[1]).toMatchObject({
      in: { key: "main", inherited: true },
    });
    expect(databases({ databases: { main: { provider: "docker" } } }, "dev")[1]?.provider).toBe("docker");
  });

  test.each<[Raw, string]>([
    [
      { events: { in: "nothing" } },
      'databases.events.in [database-placement] "nothing" is not a database with a project',
    ],
    [{ events: { in: "more" }, more: { in: "main" } }, 'databases.events.in [database-placement] "more" is not'],
    [{ events: { in: "main", region: "aws-us-east-2" } }, "databases.events.region [invalid-value]"],
    [{ events: {} }, 'databases.events.name [database-placement] "events" has no name.'],
    [
      { events: { in: "main", database: "main", role: "own" } },
      'databases.events.database [same-name] "main" and "events"',
    ],
    [{ events: { in: "main", role: "main_owner" } }, 'databases.events.role [same-name] "main" and "events"'],
    [
      { events: { in: "main" }, main: { provider: "fly" } },
      'databases.events.in [database-placement] "main" is at Fly',
    ],
  ])("is refused where it cannot be: %j", (databases, expected) => {
    expect(shortly(resolveAcme("staging", {}, { databases }))).toEqual([expect.stringContaining(expected)]);
  });
});

describe("what a stack owns", () => {
  test("the owner declares the shared project without a slot, and tells others its host", () => {
    const { sites, apps, databases, shares } = blueprintOf("shared");
    expect(sites[0]?.ownership).toEqual({ in: "stack" });
    expect(sites[0]?.slot).toBeUndefined();
    expect([apps, databases]).toEqual([[], []]);
    expect(shares.map(({ address }) => address)).toEqual(["sites.web.subdomain"]);
  });

  test("the others own one slot each and need the project's host from its owner", () => {
    const staging = blueprintOf("staging");
    expect(staging.sites[0]).toMatchObject({ ownership: { in: "owner", stack: "shared" }, slot: "preview" });
    expect(blueprintOf("production").sites[0]?.slot).toBe("production");
    expect(staging.needs).toEqual([{ of: "site", key: "web", output: "subdomain", secret: false, stack: "shared" }]);
  });

  test("a value of a shared app is read from its owner and stays secret", () => {
    const shared = { owner: "shared", reason: "one worker serves all of them" };
    const system = {
      apps: {
        worker: {
          name: "acme-worker",
          port: 80,
          local: { port: 81, command: "w" },
          secrets: { AUTH: { generate: "hex" } },
          shared,
        },
        api: { secrets: { WORKER_AUTH: "${apps.worker.secrets.AUTH}" } },
      },
    };
    const need = { of: "app", key: "worker", output: "secrets.AUTH", secret: true, stack: "shared" };
    expect(blueprintOf("staging", {}, system).needs).toContainEqual(need);
    expect(blueprintOf("shared", {}, system).shares.map(({ address }) => address)).toContain(
      "apps.worker.secrets.AUTH",
    );
    expect(blueprintOf("dev", {}, system).needs).toEqual([]);
  });
});

describe("what is generated and what a person must give", () => {
  test("generated values are keyed by the place they are written", () => {
    expect(blueprintOf("staging").generated).toEqual([{ key: "apps.api.secrets.KEY", shape: "hex", generation: 1 }]);
  });

  test("only secrets of things that this stack deploys are asked for", () => {
    expect(blueprintOf("staging").secrets).toEqual(["TOKEN"]);
    expect(blueprintOf("shared").secrets).toEqual([]);
  });

  test("one app has FLY_API_TOKEN, several have a token each", () => {
    expect(blueprintOf("staging").pipeline?.tokens).toEqual({ FLY_API_TOKEN: { app: "api" } });
    const worker = { name: "acme-worker${environment.suffix}", port: 80 };
    expect(blueprintOf("staging", {}, { apps: { worker } }).pipeline?.tokens).toEqual({
      FLY_API_TOKEN_API: { app: "api" },
      FLY_API_TOKEN_WORKER: { app: "worker" },
    });
  });

  test("numbers and booleans become text", () => {
    const { apps } = blueprintOf("staging", {}, { apps: { api: { variables: { RATE: 0.1, ON: true } } } });
    expect(apps[0]?.variables).toMatchObject({ RATE: { parts: ["0.1"] }, ON: { parts: ["true"] } });
  });
});

describe("wrong input", () => {
  const cases: [string, Parameters<typeof resolveAcme>, string[]][] = [
    [
      "an unknown key, with what was probably meant",
      ["staging", { apps: { api: { regoins: { iad: 1 } } } }],
      ['environment apps.api.regoins [unknown-key] "regoins" is not known here. → did you mean "regions"?'],
    ],
    [
      "a wrong type",
      ["staging", {}, { apps: { api: { port: "8000" } } }],
      ['system apps.api.port [wrong-type] "8000" is not what belongs here. → write a whole number'],
    ],
    [
      "a Fly name with an underscore",
      ["staging", { apps: { api: { name: "acme_api" } } }],
      ['environment apps.api.name [fly-app-name] "acme_api" is not a name Fly accepts. → write acme-api'],
    ],
    [
      "an unknown region, once for all apps that use it",
      ["staging", { fly: { region: "iadd" } }],
      ['environment fly.region [fly-region] "iadd" is not a region of Fly. → write "iad"'],
    ],
    [
      "a region that Fly has closed",
      ["staging", { fly: { region: "sea" } }],
      ['environment fly.region [fly-region] "sea" is a region Fly has closed. → write "sjc"'],
    ],
    [
      "an unknown machine size",
      ["staging", { apps: { api: { machine: { size: "shared-cpu-3x" } } } }],
      [
        'environment apps.api.machine.size [fly-machine-size] "shared-cpu-3x" is not a machine size of Fly. → did you mean "shared-cpu-1x"?',
      ],
    ],
    [
      "an unknown reference, with what was probably meant",
      ["staging", {}, { apps: { api: { secrets: { DATABASE_URL: "${database.main.url}" } } } }],
      [
        "system apps.api.secrets.DATABASE_URL [unknown-reference] ${database.main.url} does not exist. → did you mean ${databases.main.url}?",
      ],
    ],
    [
      "an unknown output of a known thing",
      ["staging", {}, { apps: { api: { secrets: { X: "${databases.main.nothing}" } } } }],
      [
        "system apps.api.secrets.X [unknown-reference] ${databases.main.nothing} does not exist. → known here: url, pooledUrl, password, host, pooledHost, name, database, role",
      ],
    ],
    [
      "a reference cycle, with the way round",
      ["staging", {}, { apps: { api: { secrets: { A: "${apps.api.secrets.B}", B: "${apps.api.secrets.A}" } } } }],
      [
        "system apps.api.secrets.A [reference-cycle] apps.api.secrets.A leads back to itself: apps.api.secrets.A → apps.api.secrets.B → apps.api.secrets.A. → break the circle: one of them needs a value of its own",
      ],
    ],
    [
      "a secret in a plain place",
      ["staging", {}, { apps: { api: { variables: { TOKEN: "Bearer ${secrets.TOKEN}" } } } }],
      [
        'system apps.api.variables.TOKEN [secret-in-plain-place] Bearer ${secrets.TOKEN} is a secret, and this place is shown in clear. → move it to the "secrets" beside these variables',
        'system apps.api.variables.TOKEN [set-twice] "TOKEN" is a variable and a secret of the same app. → remove one of them',
      ],
    ],
    [
      "a name that is not known before it is created",
      ["staging", { databases: { main: { name: "db-${databases.main.host}" } } }],
      [
        'environment databases.main.name [late-name] "db-${databases.main.host}" is not known before it is created. → use only ${environment.…} and names of other things here',
      ],
    ],
    [
      "production without a health check",
      ["production", { apps: { api: { health: null } }, differs: { "apps.api.health": "for this test only" } }],
      [
        'environment apps.api.health [no-health-check] "api" runs in production without a health check. → write "health: /<path that answers 200>" in Pulumi.yaml, or "health: tcp"',
      ],
    ],
    [
      "one branch as preview and production of a Pages project",
      ["staging", { sites: { web: { branch: "production" } } }],
      [
        'environment sites.web.branch [pages-slot] "production" is the production branch of the Pages project, so this environment would take production\'s variables and domains. → give it another branch, or a project of its own ("project", and "shared: null" in the stack file)',
      ],
    ],
    [
      "a tier that cannot be told from the stack's name",
      ["blue"],
      [
        'environment tier [unknown-tier] What kind of environment "blue" is does not follow from its name. → write "tier:" with one of development, review, staging, production, shared',
      ],
    ],
    [
      "a health check more often than Fly makes one",
      ["staging", { apps: { api: { health: { path: "/", interval: "1s" } } } }],
      [
        'environment apps.api.health.interval [invalid-value] "1s" is not a time from 2s to 3600s, such as 15s. → Time between two checks. Default `15s`; Fly\'s minimum is 2s.',
        'environment apps.api.health.path [unexplained-difference] This environment adds apps.api.health.path, which its siblings do not. → write it in Pulumi.yaml for all, or say why under "differs": { "apps.api.health.path": <the reason> }',
      ],
    ],
    [
      "a key that JavaScript takes for a prototype",
      ["staging", { apps: { api: { variables: JSON.parse('{ "__proto__": "x" }') } } }],
      [
        'environment apps.api.variables.__proto__ [invalid-key] "__proto__" is a key that JavaScript does not keep. → rename it',
      ],
    ],
    [
      "an expression without its end",
      ["staging", {}, { apps: { api: { variables: { X: "${apps.api.url" } } } }],
      [
        'system apps.api.variables.X [bad-expression] "${apps.api.url" has a ${ without its }. → close it, or write $${ for the text ${',
      ],
    ],
  ];

  test.each(cases)("%s is found", (_name, given, expected) => {
    expect(shortly(resolveAcme(...given))).toEqual(expected);
    expect(resolveAcme(...given).blueprint).toBeUndefined();
  });

  test("rules for tags alone, where a workflow is waited for, are warned about", () => {
    const { blueprint, problems } = resolveAcme("staging", {
      deploy: { on: { workflow: { name: "CI", tags: ["v*"] } } },
    });
    expect(problems.map(({ problem: { code, severity } }) => [code, severity])).toEqual([["workflow-ref", "warning"]]);
    expect(blueprint?.pipeline?.tags).toEqual(["v*"]);
  });

  test("five mistakes are five problems of one run", () => {
    const { problems } = resolveAcme("staging", {
      alias: 5,
      fly: { organisation: "acme", organization: null },
      apps: { api: { sleep: "nap" } },
      buckets: { media: { access: "all" } },
    });
    expect(shortly({ problems })).toEqual([
      "environment alias [wrong-type] 5 is not what belongs here. → write text",
      'environment fly.organization [missing-value] "organization" is missing. → add it. Slug of the Fly organization. Apps are never moved.',
      'environment fly.organisation [unknown-key] "organisation" is not known here. → did you mean "organization"?',
      'environment buckets.media.access [not-allowed] "all" is not one of "read", "write". → write one of "read", "write"',
      'environment apps.api.sleep [not-allowed] "nap" is not one of "off", "stop", "suspend". → write one of "off", "stop", "suspend"',
    ]);
  });

  test("a Fly name of 64 characters is refused with the limit", () => {
    const [found] = resolveAcme("staging", { apps: { api: { name: "a".repeat(64) } } }).problems;
    expect(found?.problem.code).toBe("fly-app-name");
    expect(found?.problem.why).toContain("63");
  });
});
