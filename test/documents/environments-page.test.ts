import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Raw } from "../../src/config/merge.ts";
import { originOf } from "../../src/documents/document.ts";
import { environmentsPage } from "../../src/documents/environments-page.ts";
import { namedByNumber } from "../../src/documents/page/review-names.ts";
import { blueprintOf } from "../config/acme.ts";
import { fencesOf, readFlowchart, tablesOf } from "./markdown.ts";
import { blueprintsOf, type SystemName, systemNames } from "./systems.ts";

/** The page of acme's staging alone, with changes to the environment and to the system. */
const acmePage = (environment: Raw = {}, system: Raw = {}) =>
  environmentsPage(new Map([["staging", blueprintOf("staging", environment, system)]])).text;

/** What stands between a heading and the next one of its level or above. */
function sectionOf(page: string, title: string): string {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === title);
  if (start < 0) throw new Error(`no section "${title}"`);
  const level = /^#+/.exec(lines[start] ?? "")?.[0].length ?? 0;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => (/^(#+) /.exec(line)?.[1]?.length ?? 9) <= level);
  return rest.slice(0, end < 0 ? undefined : end).join("\n");
}

/** Names, URLs, commands, paths and secrets that the five handwritten pages list. */
const facts: { readonly [system in SystemName]: readonly string[] } = {
  plyr: [
    ...["localhost:8001", "localhost:5173", "plyr-dev", "plyr-staging", "plyr-prod", "fm.plyr"],
    ...["dev", "staging", "prod"].flatMap((alias) => [`audio-${alias}`, `images-${alias}`]),
    ...["https://plyr-api-staging.fly.dev", "https://plyr-api.fly.dev", "https://plyr-transcoder.fly.dev"],
    ...["https://plyr.fm", "push to `main`", "GitHub release `v*`", "transcoder/fly.toml", "`fly.toml`"],
    ...[".github/workflows/deploy-backend.yml", ".github/workflows/deploy-production.yml"],
    "uv run uvicorn backend.main:app --reload --port 8001",
    "cd frontend && bun run dev",
    "# transcoder (optional)\ncd transcoder && just run",
    "uv run alembic upgrade head",
    "framework `sveltekit`, build command `cd frontend && bun run build`, output `frontend/build`",
    'gh release create v1.0.0 --repo zzstoatzz/plyr.fm --title "v1.0.0" --notes',
    "https://plyr-api-staging.fly.dev/client-metadata.json",
    "https://plyr-api-staging.fly.dev/auth/callback",
    "https://plyr-api.fly.dev/client-metadata.json",
    "https://plyr-api.fly.dev/auth/callback",
    "| `PUBLIC_API_URL` | `https://plyr-api-staging.fly.dev` |",
    "| `PUBLIC_API_URL` | `https://plyr-api.fly.dev` |",
    "| `LOGFIRE_ENVIRONMENT` | `staging` |",
    "| `LOGFIRE_ENVIRONMENT` | `production` |",
    ...["DATABASE_URL", "ATPROTO_APP_NAMESPACE", "OAUTH_ENCRYPTION_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ...["LOGFIRE_WRITE_TOKEN", "LOGFIRE_ENABLED", "FRONTEND_URL", "TRANSCODER_URL", "TRANSCODER_AUTH_TOKEN"],
    ...["NOTIFY_BOT_HANDLE", "NOTIFY_BOT_PASSWORD", "NOTIFY_ENABLED", "FRONTEND_CORS_ORIGIN_REGEX"],
    "`^https://(www\\.)?plyr\\.fm$`",
    ...["flyctl logs -a plyr-api-staging", "flyctl logs -a plyr-api", "flyctl logs -a plyr-transcoder"],
    "The branch `production-fe` moves to the deployed commit",
    "gh workflow run rollback-production.yml --repo zzstoatzz/plyr.fm --ref v1.0.0 -f app=api -f release=v42",
    "flyctl deploy -a plyr-api -c fly.toml --image registry.fly.io/plyr-api:TAG --skip-release-command",
  ],
  relay: [
    ...["localhost:8000", "localhost:5173", "relay-dev", "relay-staging", "| `relay` (Neon) |"],
    ...["https://relay-api-staging.fly.dev", "https://relay-api.fly.dev", "backend/**", "GitHub release `v*`"],
    "uv run uvicorn backend.main:app --reload --port 8000",
    "cd frontend && bun run dev",
    ...[
      ".github/workflows/deploy-backend.yml",
      ".github/workflows/deploy-production.yml",
      "uv run alembic upgrade head",
    ],
    "https://relay-api-staging.fly.dev/client-metadata.json",
    "https://relay-api-staging.fly.dev/auth/callback",
    "https://relay-api.fly.dev/auth/callback",
    "| `PUBLIC_API_URL` | `https://relay-api-staging.fly.dev` |",
    ...["DATABASE_URL", "OAUTH_ENCRYPTION_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "LOGFIRE_WRITE_TOKEN"],
    ...["| `LOGFIRE_ENVIRONMENT` | `staging` |", "| `LOGFIRE_ENVIRONMENT` | `production` |"],
    ...["flyctl logs -a relay-api-staging", "flyctl logs -a relay-api"],
    ...["https://main.relay-4i6.pages.dev (Pages preview)", "https://relay-4i6.pages.dev (Pages production)"],
    "https://BRANCH.relay-4i6.pages.dev (Pages preview of each branch)",
    "pulumi stack output sites.web.subdomain --stack shared",
  ],
  "live-listen": [
    ...["http://localhost:3000", "http://localhost:3001", "ws://localhost:3001", "docker compose up"],
    ...["https://staging.live-listen.app", "https://api.staging.live-listen.app", "wss://api.staging.live-listen.app"],
    ...["https://live-listen.app", "https://api.live-listen.app", "wss://api.live-listen.app"],
    ...["local", "staging", "production"].flatMap((name) => [
      `| \`APP_ENV\` | \`${name}\` |`,
      `| \`NEXT_PUBLIC_APP_ENV\` | \`${name}\` |`,
    ]),
    ...["apps/api/.env", "apps/web/.env", "JWT_SECRET", "DATABASE_URL", "npm run dev"],
    ...["push of a tag `staging-*`", "push of a tag `v*`", "started by hand"],
    "gh workflow run deploy-production.yml --repo live-listen/live-listen --ref v1.0.0",
    ...["live-listen-staging", "live-listen-production"],
    "# by hand: what staging was deployed from last, or -f ref=COMMIT\n",
    "flyctl deploy -a live-listen-web -c apps/web/fly.toml --remote-only",
  ],
  microbima: [
    ...["staging", "production"].flatMap((environment) => [
      `push to \`${environment}\``,
      ...["internal-api", "web-admin", "public-api"].flatMap((app) => [
        `infra/fly/${app}/${environment}/fly.toml`,
        `https://microbima-${environment}-${app}.fly.dev`,
        `flyctl deploy -a microbima-${environment}-${app} -c infra/fly/${app}/${environment}/fly.toml`,
        `flyctl releases -a microbima-${environment}-${app} --image`,
        `--image registry.fly.io/microbima-${environment}-${app}:TAG`,
      ]),
    ]),
    ...["| `LOG_LEVEL` | `debug` |", "| `LOG_LEVEL` | `info` |", "shared-cpu-1x, 512 MB", "shared-cpu-2x, 1024 MB"],
    ...["| `SENTRY_TRACES_SAMPLE_RATE` | `0.1` |", "| `SENTRY_TRACES_SAMPLE_RATE` | `0.01` |"],
    "gh pr create --repo judeokello/microbima --base staging\n",
    "gh pr create --repo judeokello/microbima --base production --head staging\n",
  ],
  "reify-studio": [
    ...["https://reify-studio.fly.dev", "https://reify-studio-staging.fly.dev", "1 in iad<br>1 in sjc"],
    ...["fly.staging.toml", "fly.production.toml", "reify-studio-staging-db", "reify-studio-production-db"],
    ...["workflow `CI` passed on `main`", "/app/bin/migrate"],
    ...[".github/workflows/deploy-staging.yml", ".github/workflows/deploy-production.yml"],
    ...["SECRET_KEY_BASE", "DATABASE_URL", "| `PHX_HOST` | `reify-studio-staging.fly.dev` |"],
    ...["pull request opened, updated, closed", "`reify-studio-pr-NUMBER-db` (a branch of staging's Neon project)"],
    "flyctl deploy -a reify-studio-pr-NUMBER -c fly.review.toml --remote-only --env PHX_HOST=reify-studio-pr-NUMBER.fly.dev --ha=false",
    "made at random for each pull request (base64, 64 bytes)",
    "Each open pull request adds **0.15 to 6.70 USD** for a whole month, 8 of them at most: not in that sum.",
    "flyctl scale count 1 --region iad -a reify-studio --yes\nflyctl scale count 1 --region sjc -a reify-studio --yes",
    "stop when idle, 0 stay awake",
    "The first request to `reify-studio-staging` after a sleep waits until a machine has started.",
    "git tag v1.0.1 && git push origin v1.0.1",
    "flyctl mpg list --org reify-studio-production",
  ],
};

describe.each(systemNames)("the page of %s", (system) => {
  const blueprints = blueprintsOf(system);
  const { path, text } = environmentsPage(blueprints);
  const shown = [...blueprints.values()].map(namedByNumber);

  test("says everything that the page written by hand lists", () => {
    expect(facts[system].filter((fact) => !text.includes(fact))).toEqual([]);
  });

  test("has every app, database, bucket, site and secret of every stack by name", () => {
    const names = shown.flatMap(({ apps, databases, buckets, sites, pipeline, secrets }) => [
      ...apps.flatMap(({ name, ownership, host }) => [
        ...(ownership.in === "local" ? [] : [name]),
        ...(host === undefined ? [] : [host]),
      ]),
      ...apps.flatMap((app) => [app.secrets, app.variables, app.buildArgs].flatMap(Object.keys)),
      ...databases.map(({ name, provider, database }) => (provider === "docker" ? database : name)),
      ...buckets.map(({ name }) => name),
      ...sites.flatMap(({ project, variables, ownership }) =>
        ownership.in === "local" ? [] : [project, ...Object.keys(variables)],
      ),
      ...Object.keys(pipeline?.tokens ?? {}),
      ...secrets,
    ]);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  test("is the same bytes at each rendering, in whichever order its stacks come", () => {
    const reversed = new Map([...blueprintsOf(system)].reverse());
    expect(environmentsPage(reversed)).toMatchObject({ path, text });
    expect(originOf(text, [...blueprintsOf(system).values()][0]?.project ?? "")).toBe("generated");
    expect(path).toBe("docs/environments.md");
  });

  test("is well-formed: tables, blocks, headings, and shell commands", () => {
    expect(tablesOf(text).length).toBeGreaterThan(3);
    const headings = text.split("\n").filter((line) => /^#+ /.test(line) && !line.startsWith("# "));
    expect(headings.filter((heading, index) => headings.indexOf(heading) !== index)).toEqual([]);
    for (const { lines } of fencesOf(text).filter(({ language }) => language === "bash")) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: lines.join("\n"), encoding: "utf8" });
      expect({ lines, status, stderr }).toEqual({ lines, status: 0, stderr: "" });
    }
  });

  test("draws every stack, and joins only what it drew", () => {
    const [chart, ...others] = fencesOf(text).filter(({ language }) => language === "mermaid");
    expect(others).toEqual([]);
    const { nodes } = readFlowchart(chart?.lines ?? []);
    expect([...blueprints.keys()].filter((stack) => ![...nodes.values()].includes(stack))).toEqual([]);
  });

  test("shows the release command before the machines, as Fly runs them", () => {
    for (const { stack, apps } of blueprints.values()) {
      if (!apps.some(({ release, ownership }) => release !== undefined && ownership.in === "stack")) continue;
      const steps = sectionOf(text, `Deployment of ${stack}`);
      expect(steps.indexOf("release_command")).toBeGreaterThan(0);
      expect(steps.indexOf("release_command")).toBeLessThan(steps.indexOf("machines are replaced"));
    }
  });

  test("adds the month up over all stacks, without what a pull request adds to it", () => {
    const rows = tablesOf(sectionOf(text, "Monthly cost")).flat().slice(1);
    const totals = rows.filter(([stack]) => stack?.startsWith("**"));
    expect(totals.map(([stack]) => stack?.replaceAll("*", ""))).toHaveLength(blueprints.size);
    const lasting = totals.filter(([stack]) => stack !== "**review**");
    const lowest = lasting.reduce((sum, [, , range]) => sum + Number.parseFloat(range?.replaceAll("*", "") ?? ""), 0);
    expect(text).toMatch(new RegExp(`About \\*\\*${lowest.toFixed(2)}( to [\\d.]+)? USD\\*\\* a month`));
  });
});

test("the diagram shows who uses whom, and what belongs to an owner", () => {
  const [chart] = fencesOf(environmentsPage(blueprintsOf("plyr")).text);
  const { arrows } = readFlowchart(chart?.lines ?? []);
  expect(arrows).toEqual(
    expect.arrayContaining([
      "push to main → staging",
      "GitHub release v* → production",
      "plyr-api-staging → plyr-staging",
      "plyr-api → plyr-prod",
      "plyr-api → audio-prod",
      "plyr-api-staging → plyr-transcoder",
      "plyr-api → plyr-transcoder",
      "plyr.fm → plyr-api",
      "Pages plyr, preview → plyr-api-staging",
      "Pages plyr, preview → Pages plyr",
    ]),
  );
  expect(arrows).not.toContain("plyr-api-staging → plyr-prod");
});

describe("values are shown by name and source", () => {
  const secrets = {
    LITERAL: "a|b",
    PAIR: "${secrets.ONE}-${apps.api.url}",
    KEY: { generate: "hex", bytes: 48 },
    ID: "${storage.accessKeyId}",
    SECRET: "${storage.secretAccessKey}",
    POOLED: "${databases.main.pooledUrl}",
  };
  const page = acmePage({}, { apps: { api: { secrets } } });
  const [, ...rows] = tablesOf(sectionOf(page, "App acme-api-staging"))[0] ?? [];

  test.each([
    ["`LITERAL`", "`a\\|b`"],
    ["`PAIR`", "only a person has it (ONE)"],
    ["`KEY`", "made at random for the stack staging (hex, 48 bytes)"],
    ["`ID`", "access key id of this environment's R2 key"],
    ["`SECRET`", "secret access key of this environment's R2 key"],
    ["`POOLED`", "pooled URL of the database acme-staging"],
    ["`DATABASE_URL`", "URL of the database acme-staging"],
    ["`TOKEN`", "only a person has it (TOKEN)"],
  ])("%s: %s", (name, source) => {
    expect(rows.find(([cell]) => cell === name)?.[1]).toBe(source);
  });

  test("what a person must set has its command", () => {
    expect(page).toContain("pulumi config set --path --secret --stack staging 'acme:secrets.TOKEN'");
  });
});

describe("the runbook", () => {
  const migrations = { current: "alembic current", down: "alembic downgrade <revision>" };
  const release = "alembic upgrade head";

  test("takes migrations back by the command of the config, and explains the revision", () => {
    const page = acmePage({}, { apps: { api: { release, migrations } } });
    const runbook = sectionOf(page, "Take the migrations of acme-api-staging back");
    expect(runbook).toContain("flyctl ssh console -a acme-api-staging -C 'alembic current'");
    expect(runbook).toContain("flyctl ssh console -a acme-api-staging -C 'alembic downgrade <revision>'");
    expect(runbook).toContain("`<revision>` is the newest revision in the code of the release to go back to");
  });

  test("says when the config does not know how to take migrations back", () => {
    const page = acmePage({}, { apps: { api: { release } } });
    expect(sectionOf(page, "Take the migrations of acme-api-staging back")).toContain("`migrations.down`");
  });

  test.each([
    ["of an organization", { organization: "org-acme" }, "--org-id org-acme --output json | jq --raw-output '.[] |"],
    ["of a person", {}, "projects list --output json | jq --raw-output '.projects[] |"],
  ])("finds the Neon project %s by its name", (_, neon, command) => {
    const runbook = sectionOf(acmePage({}, { neon }), "Take the database acme-staging back in time");
    expect(runbook).toContain(command);
    expect(runbook).toContain(`select(.name == "acme-staging").id`);
  });

  test.each([
    ["the config's", { databases: { main: { history: 86_400 } } }, "The database can go back 24 hours."],
    ["the free plan's", { neon: { plan: "free" } }, "On the free plan the database can go back 6 hours"],
  ])("names how far back a database goes: %s", (_, system, sentence) => {
    expect(acmePage({}, system)).toContain(sentence);
  });
});

test("checks, approval, smoke paths, monitoring and checklist stand where they are looked for", () => {
  const deploy = {
    on: { push: { branches: ["main"] } },
    reviewers: { users: [7], teams: [8], preventSelfReview: true },
    wait: 30,
    checklist: ["read the migrations"],
  };
  const system = {
    pipeline: { checks: { test: "npm test" }, secrets: { SENTRY: "${secrets.SENTRY}" }, variables: { MODE: "x" } },
    apps: { api: { smoke: ["/docs"] } },
    monitoring: ["Logfire: LOGFIRE_ENVIRONMENT=${environment.name}"],
  };
  const page = acmePage({ deploy }, system);
  expect(sectionOf(page, "Deployment of staging")).toContain("test: `npm test` must pass.");
  expect(tablesOf(sectionOf(page, "GitHub environment of staging"))[0]?.[1]).toEqual([
    "`staging`",
    "branch `main`",
    "one of user 7, team 8, not of their own deployment",
    "30 minutes",
  ]);
  expect(sectionOf(page, "What to test in staging")).toContain("https://acme-api-staging.fly.dev/docs\n");
  expect(sectionOf(page, "Monitoring staging")).toContain("- Logfire: LOGFIRE_ENVIRONMENT=staging");
  expect(sectionOf(page, "Checklist for staging")).toContain("- [ ] read the migrations");
  expect(sectionOf(page, "GitHub environment of staging")).toContain("| `SENTRY` | only a person has it (SENTRY) |");
  expect(sectionOf(page, "GitHub environment of staging")).toContain("| `MODE` | `x` |");
});

test("logs of an owner's app are found in each environment that uses it", () => {
  const { text } = environmentsPage(blueprintsOf("plyr"));
  expect(sectionOf(text, "Monitoring staging")).toContain("flyctl logs -a plyr-transcoder");
  expect(sectionOf(text, "Monitoring staging")).not.toContain("flyctl status -a plyr-transcoder");
});

test("reasons are listed once, with the stacks they hold for", () => {
  const page = environmentsPage(blueprintsOf("plyr")).text;
  const [shared = [], differs = [], same = []] = tablesOf(sectionOf(page, "Reasons"));
  const short = (rows: string[][]) => rows.slice(1).map(([path, , stacks]) => [path, stacks]);
  expect(short(shared)).toEqual([
    ["`apps.transcoder`", "staging, production, shared"],
    ["`sites.web`", "staging, production, shared"],
  ]);
  expect(short(differs)).toEqual([
    ["`apps.transcoder`", "review"],
    ["`sites.web`", "review"],
    ["`apps.api.secrets.FRONTEND_CORS_ORIGIN_REGEX`", "production"],
    ["`apps.api.secrets.NOTIFY_*`", "production"],
  ]);
  expect(short(same)).toEqual([["`apps.api.secrets.ATPROTO_APP_NAMESPACE`", "dev, review, staging, production"]]);
});
