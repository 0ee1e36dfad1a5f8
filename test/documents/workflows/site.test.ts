import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { blueprintsOf, type SystemName } from "../systems.ts";
import { acme, jobOf, stepOf, workflowAt } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

test.each<[SystemName]>([["plyr"], ["relay"]])(
  "a release of %s moves its frontend's branch, after its API",
  (system) => {
    const job = jobOf(workflowAt("deploy-production.yml", blueprintsOf(system)), "publish-web");
    expect(job.needs).toEqual(["prepare", "deploy-api"]);
    expect(job.permissions).toEqual({ contents: "write" });
    expect(job.environment).toBeUndefined();
    expect(stepOf(job, "Check out").with).toEqual({ ref: "${{ needs.prepare.outputs.sha }}", "fetch-depth": 0 });
    expect(stepOf(job, "Move production-fe").env).toEqual({
      SHA: "${{ needs.prepare.outputs.sha }}",
      BRANCH: "production-fe",
    });
  },
);

const jobsOf = (production: Raw, site: Raw = {}) =>
  Object.keys(
    workflowAt(
      "deploy-production.yml",
      acme({
        production: { ...production, sites: { web: { branch: "production" } } },
        system: { sites: { web: site } },
      }),
    ).jobs,
  );

test.each([
  ["moves the branch that nobody pushes to", { deploy: { on: { release: {} } } }, {}, true],
  [
    "leaves a branch that deployments start from",
    { deploy: { on: { push: { branches: ["production"] } } } },
    {},
    false,
  ],
  [
    "leaves a project that something else uploads",
    { deploy: { on: { release: {} } } },
    { connected: false, upload: "elsewhere" },
    false,
  ],
])("a deployment %s", (_, production, site, moves) => {
  expect(jobsOf(production, site).includes("publish-web")).toBe(moves);
});

test("staging never moves it", () => {
  expect(Object.keys(workflowAt("deploy-staging.yml", acme({})).jobs)).toEqual(["prepare", "deploy-api"]);
});

test("a site that names its paths is moved only when one of them differs from its branch", () => {
  const workflow = workflowAt(
    "deploy-production.yml",
    acme({
      production: { deploy: { on: { release: {} } }, sites: { web: { branch: "production" } } },
      system: { sites: { web: { paths: ["web/**"] } } },
    }),
  );
  const job = jobOf(workflow, "publish-web");
  expect(stepOf(job, "See whether it changed").env?.["BEFORE"]).toBe("refs/remotes/origin/production");
  expect(stepOf(job, "See whether it changed").run).toContain("':(glob)web/**'");
  expect(stepOf(job, "Move production").if).toBe("${{ steps.changed.outputs.deploy == 'true' }}");
});

describe("with git", () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd, encoding: "utf8" }).trim();
  const commit = (cwd: string, message: string) => {
    git(cwd, "commit", "--quiet", "--allow-empty", "-m", message);
    return git(cwd, "rev-parse", "HEAD");
  };
  const repository = () => {
    const folder = mkdtempSync(join(tmpdir(), "parity-site-"));
    const [origin, checkout] = [join(folder, "origin.git"), join(folder, "checkout")];
    git(folder, "init", "--quiet", "--bare", origin);
    git(folder, "init", "--quiet", checkout);
    git(checkout, "remote", "add", "origin", origin);
    return { origin, checkout };
  };
  const step = stepOf(
    jobOf(workflowAt("deploy-production.yml", blueprintsOf("plyr")), "publish-web"),
    "Move production-fe",
  );

  test("the branch is made, then moved forward, and a commit that only it has is never lost", async () => {
    const { origin, checkout } = repository();
    const move = async (sha: string) =>
      (await runStep(step, {}, { SHA: sha, BRANCH: "production-fe" }, checkout)).exitCode;
    const at = () => git(origin, "rev-parse", "production-fe");
    const first = commit(checkout, "first");
    expect([await move(first), at()]).toEqual([0, first]);
    const second = commit(checkout, "second");
    expect([await move(second), at()]).toEqual([0, second]);
    git(checkout, "reset", "--quiet", "--hard", first);
    const other = commit(checkout, "other");
    expect([await move(other), at()]).toEqual([1, second]);
  });
});
