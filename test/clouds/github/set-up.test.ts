import { describe, expect, test } from "vitest";
import { digest } from "../../../sandbox/clouds/core/digest.ts";
import { open, type Protection } from "../../../src/clouds/github/protection.ts";
import type { RulesetFields } from "../../../src/clouds/github/rulesets.ts";
import { emulateGithub } from "./emulated-github.ts";

const guarded: Protection = {
  waitTimer: 30,
  preventSelfReview: true,
  reviewers: [{ type: "User", id: 7, name: "user-7" }],
  canAdminsBypass: false,
  refs: "listed",
};

describe("an environment", () => {
  test.each([
    ["nothing", open],
    ["everything", guarded],
    ["protected branches", { ...open, refs: "protected" as const }],
  ])("that is guarded by %s is read as it was put, twice as once", async (_, protection) => {
    const { environments } = (await emulateGithub()).connect();
    await environments.put("Some / name", protection);
    await environments.put("Some / name", protection);
    expect(await environments.read("Some / name")).toEqual(protection);
  });

  test("that nobody made is not there, and one that cannot be read is not taken for missing", async () => {
    const { connect, faults } = await emulateGithub();
    expect(await connect().environments.read("staging")).toBeUndefined();
    faults.push({ operation: "github.getEnvironment", kind: "refuse", status: 403, times: 1 });
    await expect(connect().environments.read("staging")).rejects.toThrow(
      "GitHub refused to read environment staging: 403",
    );
  });

  test.each(["lose", "cut"] as const)("lets each ref deploy once, also when the answer is met by %s", async (kind) => {
    const { connect, faults } = await emulateGithub();
    const { environments, deploymentPolicies } = connect();
    await environments.put("staging", { ...open, refs: "listed" });
    faults.push({ operation: "github.createBranchPolicy", kind, times: 1 });
    await deploymentPolicies.create("staging", { type: "tag", pattern: "v*" });
    expect(await deploymentPolicies.list("staging")).toMatchObject([{ type: "tag", pattern: "v*" }]);
  });

  test("keeps a secret that was sealed for it, whose value is in no call and no error", async () => {
    const { connect, repo, faults, journal } = await emulateGithub();
    const { environments, environmentValues } = connect();
    await environments.put("staging", open);
    await environmentValues.putSecret("staging", "FLY_API_TOKEN", "canary-of-fly");
    expect(repo.environments[0]?.secrets["FLY_API_TOKEN"]?.sha256).toBe(digest("canary-of-fly"));
    faults.push({ operation: "github.putEnvironmentSecret", kind: "refuse", status: 422, times: 1 });
    const refused = environmentValues.putSecret("staging", "OTHER", "canary-of-fly");
    await expect(refused).rejects.toThrow("GitHub refused to set secret OTHER of environment staging: 422");
    await expect(refused).rejects.not.toThrow("canary");
    expect(JSON.stringify(journal.read())).not.toContain("canary");
  });
});

test("a label is made once, also when the answer is lost", async () => {
  const { connect, repo, faults } = await emulateGithub();
  faults.push({ operation: "github.createLabel", kind: "lose", times: 1 });
  await connect().labels.create("parity: may destroy in acme/staging", "Why it is there");
  expect(await connect().labels.list()).toEqual(["parity: may destroy in acme/staging"]);
  expect(repo.labels[0]).toMatchObject({ description: "Why it is there" });
});

describe("a ruleset", () => {
  const releases: RulesetFields = {
    name: "releases",
    target: "tag",
    enforcement: "active",
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
    rules: [{ type: "creation" }],
  };

  test("is made once, also when the answer is lost, and read with its rules", async () => {
    const { connect, faults } = await emulateGithub();
    const { rulesets } = connect();
    faults.push({ operation: "github.createRuleset", kind: "lose", times: 1 });
    await rulesets.create(releases);
    expect(await rulesets.list()).toEqual([
      {
        id: expect.any(Number),
        name: "releases",
        enforcement: "active",
        include: ["refs/tags/v*"],
        exclude: [],
        rules: [{ type: "creation" }],
      },
    ]);
  });

  test("that is changed keeps what the change does not state", async () => {
    const { connect, repo } = await emulateGithub();
    const { rulesets } = connect();
    await rulesets.create(releases);
    const [made] = await rulesets.list();
    if (!made) throw new Error("none was made");
    await rulesets.update(made, { rules: [{ type: "creation" }, { type: "deletion" }] });
    expect(repo.rulesets?.[0]?.fields).toMatchObject({
      bypass_actors: releases.bypass_actors,
      rules: [{ type: "creation" }, { type: "deletion" }],
    });
  });
});

test("the default branch and the account of a login are read", async () => {
  const client = (await emulateGithub()).connect();
  expect(await client.readDefaultBranch()).toBe("main");
  expect(await client.findUser("plyr-fm")).toMatchObject({ type: "User", name: "plyr-fm" });
  expect(await client.findUser("nobody")).toBeUndefined();
});
