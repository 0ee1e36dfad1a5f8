import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { blueprintsOf, systemNames } from "../systems.ts";
import { acme, evaluate, jobOf, stepOf, type WorkflowContent, workflowAt, workflowsOf } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

const workflow = workflowAt("rollback-production.yml", blueprintsOf("plyr"));
const job = jobOf(workflow, "rollback-api");
const image = (tag: string) => `registry.fly.io/plyr-api:deployment-${tag}`;
const releases = [
  { Version: 12, Status: "complete", ImageRef: image("L") },
  { Version: 2, Status: "complete", ImageRef: image("B") },
  { Version: 1, Status: "complete", ImageRef: "" },
];

test.each(systemNames)("%s: every deploy workflow has its way back, in the same group", (system) => {
  const contents = workflowsOf(blueprintsOf(system)).map(({ text }) => parse(text) as WorkflowContent);
  const deploys = contents.filter(({ name }) => name.startsWith("Deploy "));
  expect(deploys.length).toBeGreaterThan(0);
  for (const { name, concurrency, jobs } of deploys) {
    const stack = name.replace("Deploy ", "");
    const back = contents.find((one) => one.name === `Roll back ${stack}`);
    expect(back?.concurrency).toEqual({ group: `deploy-${stack}`, "cancel-in-progress": false });
    expect(concurrency.group).toContain(`deploy-${stack}`);
    const apps = Object.keys(jobs).filter((id) => id.startsWith("deploy-"));
    expect(Object.keys(back?.jobs ?? {})).toEqual(apps.map((id) => id.replace("deploy-", "rollback-")));
  }
});

test("it is started by hand, from a ref that the environment lets deploy", () => {
  expect(workflow.on).toEqual({
    workflow_dispatch: {
      inputs: {
        app: { description: "App", type: "choice", options: ["api"], default: "api" },
        release: {
          description: "Version such as v42, or its image. Empty: lists the releases and changes nothing.",
          type: "string",
          required: false,
        },
      },
    },
  });
  const document = workflowsOf(blueprintsOf("plyr")).find(({ path }) => path.endsWith("rollback-production.yml"));
  expect(document?.text).toContain("\n# Start it by hand from a ref that may deploy there: tag v*.\n");
});

test("only the chosen app is rolled back", () => {
  const { jobs } = workflowAt("rollback-production.yml", blueprintsOf("live-listen"));
  const rolled = (app: string) =>
    Object.keys(jobs).filter((id) => evaluate(jobs[id]?.if?.replace("inputs.app", "github") ?? "", Object(app)));
  expect([rolled("web"), rolled("api")]).toEqual([["rollback-web"], ["rollback-api"]]);
});

test("without a release it lists them and changes nothing", async () => {
  const unconditional = job.steps.filter((step) => step.if === undefined).map(({ name }) => name);
  expect(unconditional).toEqual(["Check out", "Set up flyctl", "List the releases"]);
  for (const step of job.steps.slice(3)) expect(step.if).toContain("inputs.release != ''");
  const run = await runStep(stepOf(job, "List the releases"), { flyctl: "echo 'v12 complete'" });
  expect(run.calls).toEqual(["flyctl releases -a plyr-api --image"]);
  expect(run.summary).toBe("### Releases of plyr-api\n```\nv12 complete\n```\n");
});

describe("a release is found", () => {
  const step = stepOf(job, "Find the release");
  const flyctl = `echo '${JSON.stringify(releases)}'`;

  test.each([
    ["v2", image("B")],
    ["2", image("B")],
    ["v12", image("L")],
    [image("old"), image("old")],
    ["registry.fly.io/plyr-api@sha256:abc", "registry.fly.io/plyr-api@sha256:abc"],
  ])("%s", async (release, expected) => {
    expect(await runStep(step, { flyctl }, { RELEASE: release })).toMatchObject({
      exitCode: 0,
      outputs: { image: expected },
    });
  });

  test.each([
    ["v3", "not listed"],
    ["v1", "without an image"],
    ["v1; touch /tmp/owned", "no version"],
    ["docker.io/someone/else:latest", "somebody else's image"],
    ["registry.fly.io/plyr-api-staging:x", "another app's image"],
  ])("never %s: %s", async (release) => {
    const run = await runStep(step, { flyctl }, { RELEASE: release });
    expect(run).toMatchObject({ exitCode: 1, outputs: {} });
    expect(run.output).toContain(`::error::No release of plyr-api is listed as ${release}.`);
  });
});

test("it is deployed without its migrations, and its health is asked for", async () => {
  const deploy = stepOf(job, "Deploy it again");
  expect(deploy.env?.["IMAGE"]).toBe("${{ steps.release.outputs.image }}");
  expect((await runStep(deploy, { flyctl: "" }, { IMAGE: image("B") })).calls).toEqual([
    `flyctl deploy -a plyr-api -c fly.toml --image ${image("B")} --skip-release-command --ha=false`,
  ]);
  expect(job.steps.map(({ name }) => name).slice(-2)).toEqual(["Check health", "Say what runs"]);
});

test("the run's page says where the database stands", async () => {
  const migrations = { current: "alembic current", down: "alembic downgrade <revision>" };
  const system = { apps: { api: { release: "alembic upgrade head", migrations } } };
  const { jobs } = workflowAt("rollback-staging.yml", acme({ system }));
  const run = await runStep(stepOf(jobs["rollback-api"] ?? { steps: [] }, "Say what runs"), {});
  expect(run.summary).toContain("The database is as `alembic upgrade head` has left it.");
  expect(run.summary).toContain("Its revision: `alembic current`.\nTo go back: `alembic downgrade <revision>`.");
});
