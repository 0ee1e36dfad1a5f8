import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { type Call, callWith, makeByHand } from "../stage/by-hand.ts";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { whole } from "../stage/whole.ts";

interface Adopted {
  readonly outcome: string;
  readonly adoptions: readonly {
    readonly resource: string;
    readonly outcome: string;
    readonly ids: readonly string[];
  }[];
  readonly kept: readonly string[];
  readonly extras: readonly { readonly what: string; readonly lines: readonly string[] }[];
  readonly preview?: {
    readonly changes: readonly {
      readonly resource: string;
      readonly action: string;
      readonly properties: readonly { readonly path: string }[];
    }[];
  };
}

/** plyr.fm runs, made by hand: with values that nobody was told, and with what the config does not say. */
const plyr = new Sandbox();
let call: Call;
beforeAll(async () => {
  const variables = await plyr.variables();
  call = callWith(variables);
  const { blueprints } = new Project(plyr.source).resolve();
  for (const stack of ["shared", "staging"]) {
    const blueprint = blueprints.get(stack);
    if (!blueprint) throw new Error(`no blueprint of ${stack}`);
    const databases = blueprint.databases.map((database) => ({ ...database, history: 3600 }));
    await makeByHand({ ...blueprint, databases }, variables);
  }
  const extra = { values: { OLD_KEY: "by-hand-extra" } };
  await call("FLY_FLAPS", "POST /apps/plyr-api-staging/secrets", extra);
  await call("FLY_FLAPS", "POST /apps/plyr-api-staging/certificates/acme", { hostname: "old.plyr.fm" });
});
afterAll(() => plyr.close());

const clouds = async () =>
  JSON.stringify(
    await Promise.all((["fly", "neon", "cloudflare", "github"] as const).map((cloud) => plyr.cloud(cloud))),
  );
const adopt = (stack: string, ...words: string[]) =>
  plyr.ask<Adopted>(["parity", "adopt", "--stack", stack, "--json", ...words]);
const changesOf = ({ preview }: Adopted) =>
  preview?.changes.map(({ resource, action, properties }) => [action, resource, ...properties.map(({ path }) => path)]);

const secrets = ["OAUTH_ENCRYPTION_KEY", "LOGFIRE_WRITE_TOKEN", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"];

test("an owner made by hand is taken over without a change", async () => {
  const before = await clouds();
  const adopted = await adopt("shared", "--yes");
  expect(adopted.kept).toEqual(["apps.transcoder.secrets.TRANSCODER_AUTH_TOKEN", "pipeline.secrets.FLY_API_TOKEN"]);
  expect(changesOf(adopted)).toEqual([]);
  await plyr.bringUp("shared");
  expect(await clouds()).toBe(before);
});

test("a dry run names what is there, what is kept and what is beside it, and changes nothing", async () => {
  const before = await clouds();
  const file = readFileSync(join(plyr.source, "Pulumi.staging.yaml"), "utf8");
  const shown = await adopt("staging", "--dry-run");
  expect(shown.outcome).toBe("shown");
  expect(
    shown.adoptions
      .filter(({ outcome }) => outcome === "found")
      .map(({ resource }) => resource)
      .sort(),
  ).toEqual([
    "cloudflare R2Bucket audio",
    "cloudflare R2Bucket images",
    "fly App api",
    "fly IpAddress api-v4",
    "fly IpAddress api-v6",
    "fly Secrets api",
    "github RepositoryEnvironment staging",
    "github RepositoryEnvironmentDeploymentPolicy branch-main",
    "neon Project main",
    "pages Variables web",
  ]);
  expect(shown.kept).toEqual(expect.arrayContaining(secrets.map((name) => `apps.api.secrets.${name}`)));
  expect(shown.extras).toEqual([
    { what: 'host old.plyr.fm of Fly app "plyr-api-staging"', lines: ["apps.api.domains: [old.plyr.fm]"] },
    {
      what: 'secrets of Fly app "plyr-api-staging": OLD_KEY',
      lines: ["apps.api.secrets.OLD_KEY: ${secrets.OLD_KEY}", "kept: [apps.api.secrets.OLD_KEY]"],
    },
  ]);
  expect(await clouds()).toBe(before);
  expect(await plyr.state("staging")).not.toContain("parity:neon:Project");
  expect(readFileSync(join(plyr.source, "Pulumi.staging.yaml"), "utf8")).toBe(file);
});

test("without --yes it asks for a look first, with the lines to run", async () => {
  const { code, text } = await plyr.run(["parity", "adopt", "--stack", "staging"]);
  expect(code).toBe(1);
  expect(text).toContain("Run: parity adopt --stack staging --dry-run");
  expect(text).toContain("Nothing was changed.");
});

test("what is found is taken over below its component, and the preview shows exactly what differs", async () => {
  const before = await clouds();
  const adopted = await adopt("staging", "--yes");
  expect(adopted.outcome).toBe("adopted");
  expect(changesOf(adopted)).toEqual([["update", "neon Project main", "historyRetentionSeconds"]]);
  expect(await clouds()).toBe(before);
  const state = await plyr.state("staging");
  expect(state).toContain("parity:index:Environment$parity:environment:App$parity:fly:App::api");
  expect(state).toContain("parity:environment:Storage$cloudflare:index/r2Bucket:R2Bucket::audio");
  expect(await plyr.succeed(["parity", "check", "--stack", "staging"])).toContain(
    "kept as their vendors have them: apps.api.secrets.ATPROTO_APP_NAMESPACE, ",
  );
});

whole("a second run takes over nothing more", async () => {
  expect((await adopt("staging", "--yes")).outcome).toBe("nothing");
});

test("the first up changes what differs, and not one secret", async () => {
  const digests = async () => {
    const { apps } = await plyr.cloud<{ apps: Record<string, { secrets: unknown }> }>("fly");
    const { repositories } = await plyr.cloud<{ repositories: unknown }>("github");
    return JSON.stringify([apps["plyr-api-staging"]?.secrets, repositories]);
  };
  const before = await digests();
  for (const name of secrets) expect(before).toContain(name);
  await plyr.bringUp("staging");
  expect(await digests()).toBe(before);
  await plyr.succeed(["preview", "--stack", "staging", "--expect-no-changes"]);
});

test("a kept key whose line is taken out is not made anew without a word", async () => {
  const file = join(plyr.folder, "project", "Pulumi.staging.yaml");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, before.replace(/^ *- "?apps\.api\.secrets\.OAUTH_ENCRYPTION_KEY"?\n/m, ""));
  const { code, text } = await plyr.run(["preview", "--stack", "staging"]);
  writeFileSync(file, before);
  expect(code).not.toBe(0);
  expect(text).toContain("apps.api.secrets.OAUTH_ENCRYPTION_KEY was kept");
  expect(text).toContain("[kept-key]");
});

test("a state that is lost is rebuilt from what runs, and nothing is left to change", async () => {
  const before = await clouds();
  const state = JSON.parse(await plyr.state("staging")) as { deployment: { resources: unknown[] } };
  state.deployment.resources = [];
  writeFileSync(join(plyr.source, "lost.json"), JSON.stringify(state));
  await plyr.succeed(["stack", "import", "--stack", "staging", "--file", join(plyr.source, "lost.json")]);
  expect(changesOf(await adopt("staging", "--yes"))).toEqual([]);
  expect(await clouds()).toBe(before);
});

whole("a second database in a project, a slot's compatibility and a wildcard's records are taken over", async () => {
  const system = {
    neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
    databases: { main: { name: "acme${environment.suffix}" }, events: { in: "main" } },
    sites: {
      web: {
        ...{ project: "acme-web${environment.suffix}", productionBranch: "main", branch: "main" },
        ...{ connected: false, upload: "elsewhere" },
        compatibility: { date: "2024-09-23", flags: ["nodejs_compat"] },
      },
    },
    apps: {
      api: {
        ...{ name: "acme-api${environment.suffix}", port: 8000, domains: ["*.acme.dev"] },
        secrets: { EVENTS_URL: "${databases.events.url}" },
      },
    },
  };
  const acme = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));
  try {
    const variables = await acme.variables();
    const blueprint = new Project(acme.source).resolve().blueprints.get("staging");
    if (!blueprint) throw new Error("no blueprint of staging");
    await makeByHand(blueprint, variables);
    const adopted = await acme.ask<Adopted>(["parity", "adopt", "--stack", "staging", "--json", "--yes"]);
    expect(adopted.adoptions.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining([
        ...["neon Role events", "neon Database events", "pages Compatibility web"],
        "cloudflare DnsRecord *.acme.dev-challenge",
      ]),
    );
    expect(changesOf(adopted)).toEqual([]);
  } finally {
    await acme.close();
  }
});
