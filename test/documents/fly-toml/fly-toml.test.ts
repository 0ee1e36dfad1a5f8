import toml from "@iarna/toml";
import { describe, expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { checkFlyToml, flyFolder, flyToml } from "../../../src/documents/fly-toml/fly-toml.ts";
import { blueprintOf } from "../../config/acme.ts";
import { blueprintIn, blueprintsOf, type SystemName, systemNames } from "../systems.ts";
import { breachesOf, type Table } from "./rules.ts";

function appIn(system: SystemName, stack: string, key: string) {
  const blueprint = blueprintIn(system, stack);
  const app = blueprint.apps.find((one) => one.key === key);
  if (!app) throw new Error(`${system} ${stack} has no app ${key}`);
  return { app, blueprint };
}

function acmeApp(api: Raw, sites: Raw = {}) {
  const blueprint = blueprintOf("staging", {}, { apps: { api }, sites });
  const [app] = blueprint.apps;
  if (!app) throw new Error("acme has no app");
  return { app, blueprint };
}

/** Read by a TOML reader that shares nothing with the writer. */
const parsed = ({ app, blueprint }: ReturnType<typeof acmeApp>): Table => toml.parse(flyToml(app, blueprint).text);

describe.each(systemNames)("%s", (system) => {
  const deployed = [...blueprintsOf(system).values()].flatMap((blueprint) =>
    blueprint.apps.filter(({ ownership }) => ownership.in === "stack").map((app) => ({ app, blueprint })),
  );

  test.each(deployed.map((one) => [`${one.app.name} of ${one.blueprint.stack}`, one] as const))(
    "flyctl takes the fly.toml of %s",
    (_, one) => {
      const config = parsed(one);
      expect(breachesOf(config)).toEqual([]);
      expect(config["app"]).toBe(one.app.name);
    },
  );

  test("no secret's name is a key of a fly.toml, and no value is late", () => {
    for (const one of deployed) {
      const keys = JSON.stringify(parsed(one));
      for (const secret of Object.keys(one.app.secrets)) expect(keys).not.toContain(`"${secret}":`);
      expect(checkFlyToml(one.app, one.blueprint)).toEqual([]);
    }
  });
});

test("staging of plyr.fm migrates before a machine is touched, on the machine its page names", () => {
  const one = appIn("plyr", "staging", "api");
  expect(parsed(one)).toEqual({
    app: "plyr-api-staging",
    primary_region: "ord",
    deploy: { release_command: "uv run alembic upgrade head" },
    http_service: {
      internal_port: 8000,
      force_https: true,
      auto_stop_machines: "off",
      auto_start_machines: true,
      checks: [{ grace_period: "10s", interval: "15s", timeout: "5s", method: "GET", path: "/health" }],
    },
    vm: [{ size: "shared-cpu-1x", memory: "256mb" }],
  });
});

test("an app that sleeps says how, and how many machines stay", () => {
  expect(parsed(appIn("plyr", "shared", "transcoder"))["http_service"]).toMatchObject({
    auto_stop_machines: "stop",
    auto_start_machines: true,
    min_machines_running: 0,
  });
  expect(parsed(acmeApp({ sleep: "suspend", minimum: 2 }))["http_service"]).toMatchObject({
    auto_stop_machines: "suspend",
    min_machines_running: 2,
  });
});

test("staging and production of reify_studio differ in name, host and sleep alone", () => {
  const [staging, production] = ["staging", "production"].map((stack) => parsed(appIn("reify-studio", stack, "app")));
  const service = { auto_stop_machines: "stop", min_machines_running: 0 };
  const { min_machines_running: _, ...awake } = { ...(staging?.["http_service"] as object), ...service };
  expect(production).toEqual({
    ...staging,
    app: "reify-studio",
    env: { ...(staging?.["env"] as object), PHX_HOST: "reify-studio.fly.dev" },
    http_service: { ...awake, auto_stop_machines: "off" },
  });
  expect(production?.["vm"]).toEqual([{ size: "shared-cpu-1x", memory: "1gb" }]);
  expect(production?.["primary_region"]).toBe("iad");
});

test.each([
  ["staging", "shared-cpu-1x", "512mb", "debug", "0.1"],
  ["production", "shared-cpu-2x", "1gb", "info", "0.01"],
])("microbima's %s has machines, log level and sampling of its own", (stack, size, memory, level, rate) => {
  for (const key of ["internal-api", "web-admin", "public-api"]) {
    const one = appIn("microbima", stack, key);
    expect(flyToml(one.app, one.blueprint).path).toBe(`infra/fly/${key}/${stack}/fly.toml`);
    expect(parsed(one)).toMatchObject({
      app: `microbima-${stack}-${key}`,
      build: { dockerfile: stack === "staging" && key === "internal-api" ? "../production/Dockerfile" : "Dockerfile" },
      env: { LOG_LEVEL: level, SENTRY_TRACES_SAMPLE_RATE: rate },
      vm: [{ size, memory }],
    });
  }
});

test("live-listen's web image is built with its own environment's addresses", () => {
  expect(parsed(appIn("live-listen", "production", "web"))["build"]).toMatchObject({
    args: {
      NEXT_PUBLIC_APP_ENV: "production",
      NEXT_PUBLIC_API_URL: "https://api.live-listen.app",
      NEXT_PUBLIC_WS_URL: "wss://api.live-listen.app",
    },
  });
  expect(parsed(appIn("live-listen", "production", "api"))["http_service"]).toMatchObject({
    concurrency: { type: "connections" },
  });
});

test("secrets stand by name in a comment, and their values nowhere", () => {
  const { app, blueprint } = acmeApp({});
  const { text } = flyToml(app, blueprint);
  expect(text).toContain(
    "# Secrets, set by `pulumi up --stack staging`:\n#   DATABASE_URL\n#   KEY\n#   TOKEN\n#   S3_KEY\n\n",
  );
  expect(text).not.toContain("${");
});

test("every setting of an app reaches its file", () => {
  const one = acmeApp({
    regions: { iad: 2, sjc: 1 },
    dockerfile: "deploy/Dockerfile",
    buildArgs: { MODE: "fast" },
    release: "migrate --all",
    releaseTimeout: "10m",
    concurrency: { type: "requests", soft: 100, hard: 150 },
    health: { path: "/ready", interval: "30s", timeout: "2s", grace: "1m" },
    machine: { size: "performance-2x" },
    variables: { QUOTED: 'a "b" \\ c', LINES: "one\ntwo" },
  });
  expect(parsed(one)).toEqual({
    app: "acme-api-staging",
    primary_region: "iad",
    build: { dockerfile: "deploy/Dockerfile", args: { MODE: "fast" } },
    deploy: { release_command: "migrate --all", release_command_timeout: "10m" },
    env: { LOG_LEVEL: "info", QUOTED: 'a "b" \\ c', LINES: "one\ntwo" },
    http_service: {
      internal_port: 8000,
      force_https: true,
      auto_stop_machines: "off",
      auto_start_machines: true,
      concurrency: { type: "requests", soft_limit: 100, hard_limit: 150 },
      checks: [{ grace_period: "1m", interval: "30s", timeout: "2s", method: "GET", path: "/ready" }],
    },
    vm: [{ size: "performance-2x" }],
  });
});

test("without a path of its own, a file is one of its environment's", () => {
  const { app, blueprint } = acmeApp({});
  expect(flyToml(app, blueprint).path).toBe("fly.staging.toml");
});

test.each([
  ["api/fly.toml", undefined, "api"],
  ["fly.toml", undefined, "."],
  ["infra/api/fly.toml", "Dockerfile", "."],
])("%s with Dockerfile %s is built in %s", (config, dockerfile, folder) => {
  const { app } = acmeApp({ config, ...(dockerfile && { dockerfile }) });
  expect(flyFolder(app)).toBe(folder);
});

test.each([
  ["variables", 'move it to "secrets": Pulumi fills those in at `pulumi up`'],
  ["buildArgs", 'read it when the app runs, from "secrets"'],
])("a value among %s that only exists after `pulumi up` is a problem with its way out", (field, fix) => {
  const { app, blueprint } = acmeApp({ [field]: { WEB: "https://${sites.web.subdomain}" } });
  expect(checkFlyToml(app, blueprint).map((problem) => problem.toJSON())).toEqual([
    {
      code: "late-in-document",
      severity: "error",
      where: { file: "Pulumi.staging.yaml", path: ["apps", "api", field, "WEB"] },
      what: '"https://${sites.web.subdomain}" is not known before it is created, and fly.staging.toml would have to hold it.',
      why: "fly.toml is a file of the repository; flyctl sends it as it stands there.",
      fix,
    },
  ]);
  expect(() => flyToml(app, blueprint).text).toThrow("WEB is not known before it is created");
});

describe("the rules themselves see", () => {
  const fine = parsed(acmeApp({}));
  const service = fine["http_service"] as Table;
  const [check] = service["checks"] as Table[];

  test.each<[string, Table, string]>([
    ["an unknown key", { ...fine, regions: [] }, "regions: unknown key"],
    [
      "an unknown key further down",
      { ...fine, http_service: { ...service, port: 1 } },
      "http_service.port: unknown key",
    ],
    ["a number in [env]", { ...fine, env: { A: 1 } }, "env.A: not text"],
    ["Fly's own prefix", { ...fine, env: { FLY_A: "1" } }, "env.FLY_A: not a name Fly takes"],
    [
      "checks more often than every two seconds",
      { ...fine, http_service: { ...service, checks: [{ ...check, interval: "1s" }] } },
      "http_service.checks[0].interval: not between 2s and 3600s",
    ],
    ["a size Fly does not have", { ...fine, vm: [{ size: "shared-cpu-3x" }] }, `vm[0].size: not one of`],
    ["a name Fly does not take", { ...fine, app: "reify_studio" }, "app: not an app name"],
    ["no port", { ...fine, http_service: {} }, "http_service.internal_port: missing"],
  ])("%s", (_, config, breach) => {
    expect(breachesOf(config).map((one) => one.slice(0, breach.length))).toEqual([breach]);
  });
});
