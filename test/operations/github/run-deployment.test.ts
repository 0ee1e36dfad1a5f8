import { beforeEach, describe, expect, test } from "vitest";
import { startDeployment } from "../../../src/operations/github/run-deployment.ts";
import type { RunResult } from "../../../src/operations/github/run-record.ts";
import { type EmulatedGithub, emulateGithub, token } from "../../clouds/github/emulated-github.ts";

const run = {
  stack: "staging",
  project: "plyr",
  who: "octocat",
  started: "2026-01-05T10:00:00.000Z",
  commit: "c".repeat(40),
  plan: "sha256:aa",
  url: "https://github.com/plyr-fm/plyr/actions/runs/42/attempts/1",
};
const result = (outcome: RunResult["outcome"], counts: Partial<RunResult["counts"]> = {}): RunResult => ({
  ended: "2026-01-05T10:01:00.000Z",
  outcome,
  counts: { create: 0, update: 0, replace: 0, delete: 0, unchanged: 30, ...counts },
  report: "report",
});

let github: EmulatedGithub;
beforeEach(async () => {
  github = await emulateGithub();
});

const start = (production = false, given = run) =>
  startDeployment(github.connect(), given, { production, report: "1 to create" });
const statuses = () =>
  github.repo.deployments
    .flatMap((deployment) => deployment.statuses)
    .map(({ fields }) => [fields["state"], fields["description"]]);

describe("the deployment of a run", () => {
  test("says who applies what before the run begins", async () => {
    await start(true);
    expect(github.repo.deployments).toMatchObject([
      {
        fields: {
          ref: run.commit,
          environment: "plyr/staging",
          description: "parity up --stack staging, by octocat",
          production_environment: true,
          payload: { ...run, report: "1 to create", id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
        statuses: [{ fields: { state: "in_progress", description: "By octocat", log_url: run.url } }],
      },
    ]);
  });

  test.each<[RunResult, string]>([
    [result("success", { create: 2, delete: 1 }), "Applied: 2 created, 1 deleted"],
    [result("success"), "Applied: no changes"],
    [result("failure", { update: 1 }), "Failed: 1 changed"],
    [result("failure"), "Failed"],
    [result("error"), "Ended without an answer"],
  ])("ends as the run did: %j", async (given, description) => {
    const deployment = await start();
    expect(await deployment.finish(given)).toBeUndefined();
    expect(statuses()).toEqual([
      ["in_progress", "By octocat"],
      [given.outcome, description],
    ]);
    expect(github.repo.deployments[0]?.statuses.map(({ fields }) => fields["log_url"])).toEqual([run.url, run.url]);
  });

  test("has descriptions of 140 characters at most", async () => {
    await start(false, { ...run, who: "x".repeat(200) });
    expect(statuses()).toEqual([["in_progress", `By ${"x".repeat(136)}…`]]);
    expect(github.repo.deployments[0]?.fields["description"]).toBe(`parity up --stack staging, by ${"x".repeat(109)}…`);
  });

  test("asks for no merge and waits for no check", async () => {
    await start();
    const [entry] = github.takeEntries().filter(({ operation }) => operation === "github.createDeployment");
    expect(entry?.body).toEqual(expect.arrayContaining(["auto_merge", "required_contexts", "production_environment"]));
  });
});

describe("where GitHub fails in the middle", () => {
  test.each(["lose", "misreport", "cut"] as const)(
    "a deployment met by %s is there once, with one status a step",
    async (kind) => {
      await start();
      github.faults.push({ operation: "github.createDeployment", kind, times: 1 });
      github.faults.push({ operation: "github.createDeploymentStatus", kind, times: 1 });
      const deployment = await start();
      github.faults.push({ operation: "github.createDeploymentStatus", kind, times: 1 });
      await deployment.finish(result("success"));
      expect(github.repo.deployments.map((one) => one.statuses.map(({ fields }) => fields["state"]))).toEqual([
        ["in_progress"],
        ["in_progress", "success"],
      ]);
    },
  );

  test("a run that cannot be recorded is refused before it begins", async () => {
    github.faults.push({ operation: "github.createDeployment", kind: "refuse", status: 403, times: 1 });
    await expect(start()).rejects.toThrow(/^GitHub refused to record a deployment to plyr\/staging: 403/);
  });

  test("a run that was applied stays applied: its recording costs a warning, without the token", async () => {
    const deployment = await start();
    github.faults.push({ operation: "github.createDeploymentStatus", kind: "refuse", status: 403, times: 1 });
    const warning = await deployment.finish(result("success"));
    expect(warning?.message).toMatch(
      /^The run ended with success, and its deployment does not say so\. GitHub refused to record that deployment \d+ is success: 403/,
    );
    expect(JSON.stringify(warning)).not.toContain(token);
  });
});
