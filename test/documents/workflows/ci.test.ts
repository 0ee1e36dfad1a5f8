import { describe, expect, test } from "vitest";
import { acme, evaluate, workflowAt, workflowsOf } from "./read-workflow.ts";

const pipeline = { checks: { lint: "mix format --check", test: "mix test" }, ci: ".github/workflows/ci.yml" };
const waiting = (refs: object) => ({ deploy: { on: { workflow: { name: "CI", ...refs } } } });
const site = { sites: { web: { branch: "production" } } };

describe("what deployments wait for", () => {
  const blueprints = acme({
    system: { pipeline },
    staging: waiting({ branches: ["main"] }),
    production: { deploy: { on: { push: { tags: ["v*"] } } }, ...site },
  });
  const workflow = workflowAt("ci.yml", blueprints);

  test("carries the name they wait for, and runs on pull requests and on each ref that a deployment waits for", () => {
    expect(workflow.name).toBe("CI");
    expect(workflow.on).toEqual({ pull_request: {}, push: { branches: ["main"] } });
  });

  test("runs the checks side by side, without a secret", () => {
    expect(Object.keys(workflow.jobs)).toEqual(["lint", "test"]);
    for (const job of Object.values(workflow.jobs)) {
      expect(job.needs).toBeUndefined();
      expect(job.environment).toBeUndefined();
      expect(job.steps[0]?.with).toEqual({ "persist-credentials": false });
    }
    expect(JSON.stringify(workflow)).not.toContain("secrets.");
  });

  test("is cancelled by a newer push to a pull request, and never for a ref that deploys", () => {
    const group = (github: object) =>
      evaluate(workflow.concurrency.group.replace("format('{0} {1}', github.workflow, ", "("), github);
    expect(group({ event_name: "pull_request", ref: "refs/pull/1/merge", run_id: 7 })).toBe("refs/pull/1/merge");
    expect(group({ event_name: "push", ref: "refs/heads/main", run_id: 7 })).toBe(7);
  });
});

test("a deployment that waits for CI on any ref makes CI run on every push", () => {
  const { on } = workflowAt("ci.yml", acme({ system: { pipeline }, staging: waiting({}) }));
  expect(on).toEqual({ pull_request: {}, push: {} });
});

test.each([
  ["nothing waits for it", { system: { pipeline } }],
  ["the repository has its own", { system: { pipeline: { checks: pipeline.checks } }, staging: waiting({}) }],
])("no such workflow when %s", (_, changes) => {
  expect(workflowsOf(acme(changes)).filter(({ path }) => path.endsWith("ci.yml"))).toEqual([]);
});
