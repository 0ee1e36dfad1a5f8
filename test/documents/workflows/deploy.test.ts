import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderDocuments } from "../../../src/documents/render.ts";
import { resolveAcme } from "../../config/acme.ts";
import { blueprintsOf } from "../systems.ts";
import { acme, jobOf, stepOf, workflowAt, workflowsOf } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

const reify = workflowAt("deploy-production.yml", blueprintsOf("reify-studio"));
const reifyJob = jobOf(reify, "deploy-app");

test("each app of an environment is deployed by a job of its own, with a token of its own", () => {
  const { jobs } = workflowAt("deploy-staging.yml", blueprintsOf("microbima"));
  const deployed = Object.entries(jobs).filter(([id]) => id.startsWith("deploy-"));
  const seen = deployed.map(([id, job]) => {
    const { run, env } = stepOf(job, "Deploy");
    return [id, run, env];
  });
  expect(seen).toEqual(
    ["internal-api", "web-admin", "public-api"].map((key) => [
      `deploy-${key}`,
      `flyctl deploy -a microbima-staging-${key} -c infra/fly/${key}/staging/fly.toml --remote-only --image-label "$LABEL" --ha=false\n`,
      {
        FLY_API_TOKEN: `\${{ secrets.FLY_API_TOKEN_${key.toUpperCase().replaceAll("-", "_")} }}`,
        LABEL: "commit-${{ needs.prepare.outputs.sha }}-${{ github.run_id }}-${{ github.run_attempt }}",
      },
    ]),
  );
});

test("a deployment belongs to its GitHub environment, and builds the commit that was prepared", () => {
  expect(reifyJob.environment).toEqual({ name: "production", url: "https://reify-studio.fly.dev" });
  expect(reifyJob.needs?.[0]).toBe("prepare");
  expect(stepOf(reifyJob, "Check out").with).toEqual({
    ref: "${{ needs.prepare.outputs.sha }}",
    "persist-credentials": false,
  });
});

test("without a Dockerfile of its own an app is built in the folder of its fly.toml", () => {
  const { jobs } = workflowAt("deploy-transcoder.yml", blueprintsOf("plyr"));
  expect(stepOf(jobs["deploy-transcoder"] ?? { steps: [] }, "Deploy")).toMatchObject({
    "working-directory": "transcoder",
    run: 'flyctl deploy -a plyr-transcoder -c fly.toml --remote-only --image-label "$LABEL" --ha=false\n',
  });
});

test("an argument of the build takes the commit from the run, and what stands beside it word for word", async () => {
  const buildArgs = { SHA: "${commit.sha}", VERSION: "it's-${commit.sha}", PLAIN: "x" };
  const blueprints = acme({ system: { apps: { api: { buildArgs } } } });
  const step = stepOf(jobOf(workflowAt("deploy-staging.yml", blueprints), "deploy-api"), "Deploy");
  expect(step.env?.["COMMIT"]).toBe("${{ needs.prepare.outputs.sha }}");
  const { calls } = await runStep(step, { flyctl: "" }, { COMMIT: "abc", LABEL: "l" });
  expect(calls[0]).toContain("--build-arg SHA=abc --build-arg VERSION=it's-abc --ha=false");
  const toml = renderDocuments(blueprints).find(({ path }) => path === "fly.staging.toml");
  expect(toml?.text).toContain('[build.args]\nPLAIN = "x"\n');
});

test.each([
  ["a variable", { variables: { SHA: "${commit.sha}" } }, "commit-not-here"],
  ["a secret", { secrets: { SHA: "${commit.sha}" } }, "commit-not-here"],
  ["a name", { name: "acme-${commit.sha}" }, "commit-not-here"],
  ["another word of it", { buildArgs: { SHA: "${commit.id}" } }, "unknown-reference"],
])("%s does not take the commit", (_, api, code) => {
  const { problems } = resolveAcme("staging", {}, { apps: { api } });
  expect(problems.map(({ problem }) => problem.code)).toContain(code);
});

test("two regions are scaled one by one", async () => {
  expect((await runStep(stepOf(reifyJob, "Scale by region"), { flyctl: "" })).calls).toEqual([
    "flyctl scale count 1 --region iad -a reify-studio --yes",
    "flyctl scale count 1 --region sjc -a reify-studio --yes",
  ]);
});

describe("the release before is remembered", () => {
  const remember = stepOf(reifyJob, "Remember the release before");
  const image = (tag: string) => `registry.fly.io/reify-studio:deployment-${tag}`;
  const release = (Version: number, Status: string, tag: string) => ({ Version, Status, ImageRef: tag && image(tag) });

  test.each([
    ["the newest that is complete", [release(3, "failed", "C"), release(2, "complete", "B")], image("B")],
    ["one with an image", [release(3, "complete", ""), release(2, "complete", "B")], image("B")],
    ["none before the first deployment", [], ""],
  ])("%s", async (_, releases, expected) => {
    const flyctl = `if [ "$1" = releases ]; then echo '${JSON.stringify(releases)}'; else echo '[]'; fi`;
    const run = await runStep(remember, { flyctl });
    expect(run).toMatchObject({ exitCode: 0, outputs: { image: expected, machines: "[]" } });
    expect(run.calls).toEqual(["flyctl releases -a reify-studio --json", "flyctl machine list -a reify-studio --json"]);
  });

  test("a list that cannot be read stops the deployment", async () => {
    expect(await runStep(remember, { flyctl: "exit 1" })).toMatchObject({ exitCode: 1, outputs: {} });
  });
});

describe("after a failure the release before is deployed again", () => {
  const back = stepOf(reifyJob, "Deploy the release before again");

  test("only when machines were touched, and after everything that may fail", () => {
    expect(back.if).toBe("${{ failure() && steps.touched.outputs.machines == 'true' }}");
    expect(stepOf(reifyJob, "See what was touched").if).toBe("${{ failure() && steps.before.outputs.image != '' }}");
    expect(reifyJob.steps.map(({ name }) => name)).toEqual([
      "Check out",
      "Set up flyctl",
      "Remember the release before",
      "Deploy",
      "Scale by region",
      "Check health",
      "Say what was deployed",
      "See what was touched",
      "Check out the release before",
      "Deploy the release before again",
      "Say what runs again",
      "Say what runs still",
    ]);
    expect(reifyJob.steps.find(({ id }) => id === "before")?.name).toBe("Remember the release before");
  });

  test("with its image and without its migrations", async () => {
    expect(back.env?.["IMAGE"]).toBe("${{ steps.before.outputs.image }}");
    expect((await runStep(back, { flyctl: "" }, { IMAGE: "registry.fly.io/reify-studio:x y" })).calls).toEqual([
      "flyctl deploy -a reify-studio -c fly.production.toml --image registry.fly.io/reify-studio:x y --skip-release-command --ha=false",
    ]);
  });
});

describe("health is asked for until every path has answered 2xx", () => {
  const server = createServer((request, response) => {
    const status = Number(request.url?.slice(1));
    response.writeHead(status, status === 302 ? { location: "/200" } : {}).end();
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => server.close());
  const health = stepOf(reifyJob, "Check health");

  /** With the real curl, told not to ask twice. */
  const ask = (...paths: string[]) => {
    const { port } = server.address() as AddressInfo;
    return runStep(
      health,
      { curl: '/usr/bin/curl "$@" --retry 0' },
      { URLS: paths.map((path) => `http://127.0.0.1:${port}${path}`).join("\n") },
    );
  };

  test.each([
    [["/200", "/204"], true],
    [["/200", "/500"], false],
    [["/404", "/200"], false],
    [["/302"], false],
  ])("%j is well: %s", async (paths, well) => {
    const { exitCode, calls } = await ask(...paths);
    expect(exitCode === 0).toBe(well);
    if (well) expect(calls).toHaveLength(paths.length);
  });

  test("a sleeping app is given five minutes, another two", () => {
    expect(health.run).toContain("--max-time 10 --retry 100 --retry-delay 5 --retry-max-time 120 --retry-all-errors");
    const { jobs } = workflowAt("deploy-staging.yml", blueprintsOf("reify-studio"));
    const asleep = stepOf(jobs["deploy-app"] ?? { steps: [] }, "Check health");
    expect(asleep.run).toContain("--max-time 30 --retry 100 --retry-delay 5 --retry-max-time 300 --retry-all-errors");
  });

  test("smoke paths are asked beside the health check, each once, at the app's own URL", () => {
    const system = { apps: { api: { smoke: ["/docs", "/health", "/a b?c='d'"] } } };
    const { jobs } = workflowAt("deploy-staging.yml", acme({ system }));
    const base = "https://acme-api-staging.fly.dev";
    const step = stepOf(jobs["deploy-api"] ?? { steps: [] }, "Check health");
    expect(step.env?.["URLS"]).toBe(`${base}/health\n${base}/docs\n${base}/a b?c='d'`);
  });

  test("an app without a public address is not asked", () => {
    const system = {
      apps: { api: { addresses: { v4: "none", v6: false } } },
      sites: { web: { variables: { API: "none" } } },
    };
    const { jobs } = workflowAt("deploy-staging.yml", acme({ system }));
    expect(jobs["deploy-api"]?.steps.map(({ name }) => name)).not.toContain("Check health");
  });
});

describe("the run's page", () => {
  const job = jobOf(
    workflowAt(
      "deploy-staging.yml",
      acme({ system: { apps: { api: { release: "migrate $up", migrations: { down: "migrate `down`" } } } } }),
    ),
    "deploy-api",
  );

  test("says what was deployed and that its release phase ran before any machine was replaced", async () => {
    const { SUMMARY = "" } = stepOf(job, "Say what was deployed").env ?? {};
    expect(SUMMARY).toContain("**api** is deployed from commit ${{ needs.prepare.outputs.sha }}: https://");
    expect((await runStep(stepOf(job, "Say what was deployed"), {})).summary).toContain(
      "Release phase: `migrate $up` has run, before any machine was replaced.",
    );
  });

  test("says after a failure what the database keeps, and how to take it back", async () => {
    expect((await runStep(stepOf(job, "Say what runs again"), {})).summary).toContain(
      "What `migrate $up` may have changed in the database stays; to take it back: `migrate `down``.",
    );
  });

  test("shows the checklist before anybody is asked to approve", async () => {
    const deploy = { on: { push: { branches: ["main"] } }, checklist: ["read the $migrations", "tell people"] };
    const { jobs } = workflowAt("deploy-staging.yml", acme({ staging: { deploy } }));
    const prepare = jobOf({ ...reify, jobs }, "prepare");
    expect(prepare.environment).toBeUndefined();
    expect((await runStep(stepOf(prepare, "Show the checklist"), {})).summary).toContain(
      "Before it goes on:\n\n- [ ] read the $migrations\n- [ ] tell people\n",
    );
  });
});

describe("checks pass before anything is deployed", () => {
  const system = { pipeline: { checks: { test: "npm test", lint: "npm run lint" }, ci: ".github/workflows/ci.yml" } };
  const waiting = { deploy: { on: { workflow: { name: "CI", branches: ["main"] } } } };

  test("as jobs of the deployment", () => {
    const { jobs } = workflowAt("deploy-production.yml", acme({ system, staging: waiting }));
    expect(jobs["deploy-api"]?.needs).toEqual(["prepare", "test", "lint"]);
    expect(jobs["test"]?.needs).toEqual(["prepare"]);
    expect(stepOf(jobs["test"] ?? { steps: [] }, "Run").run).toBe("npm test\n");
    expect(stepOf(jobs["test"] ?? { steps: [] }, "Check out").with?.["ref"]).toBe("${{ needs.prepare.outputs.sha }}");
  });

  test("not twice, when CI is the only way in", () => {
    const { jobs } = workflowAt("deploy-staging.yml", acme({ system, staging: waiting }));
    expect(Object.keys(jobs)).toEqual(["prepare", "deploy-api"]);
    const byHandToo = { deploy: { on: { ...waiting.deploy.on, manual: true } } };
    const second = workflowAt("deploy-staging.yml", acme({ system, staging: byHandToo }));
    expect(Object.keys(second.jobs)).toEqual(["prepare", "test", "lint", "deploy-api"]);
  });
});

test("a stack that only owns what others deploy to has no workflow", () => {
  const paths = workflowsOf(blueprintsOf("relay")).map(({ path }) => path);
  expect(paths).toEqual([
    ".github/workflows/deploy-production.yml",
    ".github/workflows/rollback-production.yml",
    ".github/workflows/deploy-backend.yml",
    ".github/workflows/rollback-staging.yml",
    ".github/workflows/review-app.yml",
  ]);
});
