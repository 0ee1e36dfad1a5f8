import { describe, expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { blueprintsOf, type SystemName } from "../systems.ts";
import { acme, evaluate, jobOf, stepOf, workflowAt, workflowsOf } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

const published = { release: { types: ["published"] } };

test.each<[SystemName, string, object]>([
  ["plyr", "deploy-backend.yml", { push: { branches: ["main"] } }],
  ["plyr", "deploy-production.yml", published],
  ["plyr", "deploy-transcoder.yml", { push: { branches: ["main"], paths: ["transcoder/**"] } }],
  [
    "relay",
    "deploy-backend.yml",
    { push: { branches: ["main"], paths: ["backend/**", "pyproject.toml", "uv.lock", "fly.staging.toml"] } },
  ],
  ["relay", "deploy-production.yml", published],
  ["live-listen", "deploy-staging.yml", { push: { branches: ["main"], tags: ["staging-*"] } }],
  [
    "live-listen",
    "deploy-production.yml",
    {
      push: { tags: ["v*"] },
      workflow_dispatch: {
        inputs: {
          ref: {
            description: "Commit, tag or branch to deploy. Empty: what staging was deployed from last.",
            type: "string",
            required: false,
          },
        },
      },
    },
  ],
  ["microbima", "deploy-staging.yml", { push: { branches: ["staging"] } }],
  ["microbima", "deploy-production.yml", { push: { branches: ["production"] } }],
  [
    "reify-studio",
    "deploy-staging.yml",
    { workflow_run: { workflows: ["CI"], types: ["completed"], branches: ["main"] } },
  ],
  ["reify-studio", "deploy-production.yml", { push: { tags: ["v*"] } }],
  ["reify-studio", "ci.yml", { pull_request: {}, push: { branches: ["main"] } }],
])("%s: %s starts as its page says", (system, path, on) => {
  const workflow = workflowAt(path, blueprintsOf(system));
  expect(workflow.on).toEqual(on);
});

/** acme's production, deployed by `on`; its deploy workflow. */
const deployedOn = (on: Raw) =>
  workflowAt(
    "deploy-production.yml",
    acme({ production: { deploy: { on }, sites: { web: { branch: "production" } } } }),
  );

const ciRun = (conclusion: string, event: string, branch: string) => ({
  event_name: "workflow_run",
  run_id: 7,
  event: { workflow_run: { conclusion, event, head_branch: branch } },
});
const release = (tag: string) => ({ event_name: "release", run_id: 7, event: { release: { tag_name: tag } } });
const push = { event_name: "push", run_id: 7, event: {} };

describe("a run deploys only when its trigger's patterns hold; others stay out of the environment's group", () => {
  const both: Raw = { release: { tags: ["v*", "final"] }, workflow: { name: "CI", branches: ["main"], tags: ["v*"] } };

  test.each<[string, Raw, object, boolean]>([
    ["a release of v1.0.0", { release: {} }, release("v1.0.0"), true],
    ["a release of nightly", { release: {} }, release("nightly"), false],
    ["a release of final", both, release("final"), true],
    ["a release of finale", both, release("finale"), false],
    ["a release of any name", { release: { tags: ["*"] } }, release("nightly"), true],
    ["a name with a quote in it", { release: { tags: ["it's*"] } }, release("it's 1"), true],
    ["CI passed on main", { workflow: { name: "CI", branches: ["main"] } }, ciRun("success", "push", "main"), true],
    ["CI failed on main", { workflow: { name: "CI", branches: ["main"] } }, ciRun("failure", "push", "main"), false],
    [
      "CI passed for a fork's pull request from its main",
      { workflow: { name: "CI", branches: ["main"] } },
      ciRun("success", "pull_request", "main"),
      false,
    ],
    ["CI passed on v1.0.0", { workflow: { name: "CI", tags: ["v*"] } }, ciRun("success", "push", "v1.0.0"), true],
    [
      "CI passed on main, for tags",
      { workflow: { name: "CI", tags: ["v*"] } },
      ciRun("success", "push", "main"),
      false,
    ],
    ["CI passed on main, for both", both, ciRun("success", "push", "main"), true],
    ["CI passed on develop, for both", both, ciRun("success", "push", "develop"), false],
    ["a push beside a release", { push: { branches: ["main"] }, release: {} }, push, true],
  ])("%s", (_, on, github, deploys) => {
    const { concurrency, jobs } = deployedOn(on);
    const condition = jobs["prepare"]?.if;
    expect(condition === undefined || evaluate(condition, github) === true).toBe(deploys);
    const group = concurrency.group.startsWith("${{") ? evaluate(concurrency.group, github) : concurrency.group;
    expect(group).toBe(deploys ? "deploy-production" : 7);
    expect(concurrency["cancel-in-progress"]).toBe(false);
  });
});

test("a push needs no condition", () => {
  const { concurrency, jobs } = deployedOn({ push: { branches: ["main"] } });
  expect([concurrency.group, jobs["prepare"]?.if]).toEqual(["deploy-production", undefined]);
});

describe("the commit that is deployed", () => {
  const chosen = (on: Raw) => stepOf(jobOf(deployedOn(on), "prepare"), "Choose the commit");
  const repository = { GITHUB_REPOSITORY: "acme/acme", GITHUB_SHA: "head" };

  test("is the event's own, and the summary says so", async () => {
    const run = await runStep(
      chosen({ push: { branches: ["main"] } }),
      {},
      { ...repository, GITHUB_EVENT_NAME: "push" },
    );
    expect(run).toMatchObject({ exitCode: 0, outputs: { sha: "head" } });
    expect(run.summary).toBe("Deploys **acme, production** from commit head.\n");
  });

  const ci = { GITHUB_EVENT_NAME: "workflow_run", HEAD_SHA: "passed" };

  test("is the one that CI has passed, not the default branch's last", async () => {
    const step = chosen({ workflow: { name: "CI", branches: ["main"] } });
    expect(step.env?.["HEAD_SHA"]).toBe("${{ github.event.workflow_run.head_sha }}");
    expect((await runStep(step, {}, { ...repository, ...ci })).outputs).toEqual({ sha: "passed" });
  });

  const tagged = chosen({ workflow: { name: "CI", branches: ["main"], tags: ["v*"] } });

  test("of a tag is looked up, so that a branch named like one deploys nothing", async () => {
    const env = { ...repository, ...ci, HEAD_REF: "v1.0.0", FOR_TAG: "true" };
    const found = await runStep(tagged, { gh: "echo passed" }, env);
    expect(found).toMatchObject({ exitCode: 0, outputs: { sha: "passed" } });
    expect(found.calls).toEqual(["gh api repos/acme/acme/commits/tags/v1.0.0 --jq .sha"]);
    for (const gh of ["echo other", "echo 'gh: Not Found' >&2; exit 1"]) {
      const run = await runStep(tagged, { gh }, env);
      expect(run).toMatchObject({ exitCode: 1, outputs: {} });
      expect(run.output).toContain("::error::v1.0.0 is not a tag of commit passed.");
    }
  });

  test("of a branch beside tags is taken without a look", async () => {
    const run = await runStep(tagged, { gh: "exit 1" }, { ...repository, ...ci, HEAD_REF: "main", FOR_TAG: "false" });
    expect(run).toMatchObject({ exitCode: 0, outputs: { sha: "passed" }, calls: [] });
  });
});

test("what is also started by hand says from where", () => {
  const about = workflowsOf(blueprintsOf("live-listen")).map(({ path, text }) => [
    path,
    /^# Start .*$/m.exec(text)?.[0],
  ]);
  expect(Object.fromEntries(about)).toMatchObject({
    ".github/workflows/deploy-production.yml": "# Start it by hand from a ref that may deploy there: tag v*.",
    ".github/workflows/deploy-staging.yml": undefined,
  });
});

describe("production by hand takes over what staging runs", () => {
  const workflow = workflowAt("deploy-production.yml", blueprintsOf("live-listen"));
  const step = stepOf(jobOf(workflow, "prepare"), "Choose the commit");
  const byHand = { GITHUB_EVENT_NAME: "workflow_dispatch", GITHUB_REPOSITORY: "l/l", GITHUB_SHA: "head" };
  const gh = 'case "$1" in run) echo "$LAST" ;; *) echo "sha-of-${2##*/}" ;; esac';

  test("its last good deployment, when nothing else is named", async () => {
    const run = await runStep(step, { gh }, { ...byHand, REF: "", LAST: "abc" });
    expect(run.outputs).toEqual({ sha: "sha-of-abc" });
    expect(run.calls[0]).toContain("gh run list --repo l/l --workflow deploy-staging.yml --status success --limit 1");
  });

  test("a commit, tag or branch, when one is named", async () => {
    const run = await runStep(step, { gh }, { ...byHand, REF: "v3", LAST: "abc" });
    expect(run).toMatchObject({ outputs: { sha: "sha-of-v3" }, calls: ["gh api repos/l/l/commits/v3 --jq .sha"] });
  });

  test("nothing, when staging has never been deployed", async () => {
    const run = await runStep(step, { gh }, { ...byHand, REF: "", LAST: "" });
    expect(run).toMatchObject({ exitCode: 1, outputs: {} });
    expect(run.output).toContain("::error::Nothing was deployed to staging yet.");
  });

  test("a tag that was pushed still deploys its own commit", async () => {
    expect((await runStep(step, { gh }, { ...byHand, GITHUB_EVENT_NAME: "push", REF: "" })).outputs).toEqual({
      sha: "head",
    });
  });

  test("where staging waits for CI its runs do not tell the commit, so it has to be named", () => {
    const staging = { deploy: { on: { workflow: { name: "CI", branches: ["main"] } } } };
    const production = { deploy: { on: { manual: true } }, sites: { web: { branch: "production" } } };
    const { on } = workflowAt("deploy-production.yml", acme({ staging, production }));
    expect(on).toEqual({
      workflow_dispatch: {
        inputs: { ref: { description: "Commit, tag or branch to deploy.", type: "string", required: true } },
      },
    });
  });
});

test("other environments are deployed by hand from the ref that the run was started from", async () => {
  const workflow = workflowAt("deploy-staging.yml", acme({ staging: { deploy: { on: { manual: true } } } }));
  expect(workflow.on).toEqual({ workflow_dispatch: {} });
  const run = await runStep(stepOf(jobOf(workflow, "prepare"), "Choose the commit"), {}, { GITHUB_SHA: "chosen" });
  expect(run.outputs).toEqual({ sha: "chosen" });
});
