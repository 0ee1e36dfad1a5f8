import { describe, expect, it } from "vitest";
import { githubCloud } from "../../../../sandbox/clouds/github/index.ts";
import { githubPlugin } from "../../../../sandbox/plugins/github/plugin.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { type Script, startCloud, startScript, startStub, tokens } from "../stub.ts";
import { clearEnvironment, repository, startGithub } from "./github.ts";

clearEnvironment();

describe("RepositoryEnvironment", () => {
  const token = "github:index/repositoryEnvironment:RepositoryEnvironment";
  const production = `${repository}/environments/production`;
  const given = { repository: "plyr.fm", environment: "production" };
  const guarded = {
    ...given,
    waitTimer: 30,
    reviewers: [{ users: [5], teams: [7] }],
    deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
  };
  const bare = {
    wait_timer: 0,
    reviewers: null,
    can_admins_bypass: true,
    deployment_branch_policy: null,
    prevent_self_review: false,
  };

  it("lives through create, refresh, protection and delete with the recorded calls", async () => {
    const { cloud, plugin, create, live } = await startGithub();
    const created = await create(token, given);
    expect(created.id).toBe("plyr.fm:production");
    expect(created.outputs.repositoryId).toBe(live.id);
    expect(cloud.taken()).toStrictEqual([[`PUT ${production}`, bare], `GET ${repository}`]);
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${production}`]);

    const inputs = await accept(plugin, token, guarded);
    expect((await plugin.diff(token, created, inputs)).replaces).toStrictEqual([]);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([
      [
        `PUT ${production}`,
        {
          ...bare,
          wait_timer: 30,
          reviewers: [
            { type: "Team", id: 7 },
            { type: "User", id: 5 },
          ],
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        },
      ],
    ]);
    await expectStable(plugin, token, updated, guarded);

    await plugin.delete(token, created.id, updated);
    expect(await plugin.read(token, created.id, updated)).toBeUndefined();
  });

  it("asks for the owner once, before its first call", async () => {
    const cloud = await startCloud(githubCloud);
    const settings = { token: tokens.github, owner: "zzstoatzz", baseUrl: cloud.url };
    const plugin = await startStub(githubPlugin, settings);
    expect(cloud.taken()).toStrictEqual([]);
    const created = await plugin.create(token, await accept(plugin, token, given));
    await plugin.read(token, created.id, created);
    expect(cloud.taken().map((call) => (typeof call === "string" ? call : call[0]))).toStrictEqual([
      "GET /api/v3/orgs/zzstoatzz",
      `PUT ${production}`,
      `GET ${repository}`,
      `GET ${production}`,
    ]);
  });

  it("is deleted without an error when it is gone", async () => {
    const { cloud, plugin, create } = await startGithub();
    const created = await create(token, given);
    await plugin.delete(token, created.id, created);
    cloud.taken();
    await plugin.delete(token, created.id, created);
    expect(cloud.taken()).toStrictEqual([`DELETE ${production}`]);
  });

  it("sees every rule that somebody changed, but not that all reviewers are gone", async () => {
    const { plugin, create, live } = await startGithub();
    const created = await create(token, guarded);
    const protection = live.environments.find(({ name }) => name === "production")?.protection;
    Object.assign(protection ?? {}, { wait_timer: 0, can_admins_bypass: false, deployment_branch_policy: null });
    const changes = async () => {
      const refreshed = await plugin.read(token, created.id, created);
      return (await plugin.diff(token, refreshed ?? {}, created.inputs)).changes;
    };
    const seen = { waitTimer: "update", canAdminsBypass: "update", deploymentBranchPolicy: "add" };
    expect(await changes()).toStrictEqual(seen);
    Object.assign(protection ?? {}, { reviewers: [{ type: "User", id: 5 }] });
    expect(await changes()).toStrictEqual({ ...seen, "reviewers[0].teams[0]": "add" });
    Object.assign(protection ?? {}, { reviewers: [] });
    expect(await changes()).toStrictEqual(seen);
  });

  it("has any name, encoded as Go does it and with its colons doubled as ?? in the id", async () => {
    const { cloud, plugin, create } = await startGithub();
    const created = await create(token, { ...given, environment: "a/b c:d@e" });
    expect(created.id).toBe("plyr.fm:a/b c??d@e");
    expect(cloud.seen[0]?.path).toBe(`${repository}/environments/a%2Fb%20c:d@e`);
    expect(await plugin.read(token, created.id)).toStrictEqual(created);
  });

  it("asks for the policy alone where the plan has no protection rules, unless it was told of others", async () => {
    const refused: Script = { status: 422, body: { message: "Validation Failed" } };
    const found: Script = { status: 200, body: { id: 1 } };
    const start = async () => {
      const server = await startScript({ status: 404 }, refused, found);
      const settings = { token: tokens.github, owner: "zzstoatzz", baseUrl: server.url };
      return { server, plugin: await startStub(githubPlugin, settings) };
    };
    const plain = await start();
    await plain.plugin.create(token, await accept(plain.plugin, token, given));
    const put = `PUT ${production}`;
    expect(plain.server.requests).toStrictEqual(["GET /api/v3/orgs/zzstoatzz", put, put, `GET ${repository}`]);
    const strict = await start();
    const inputs = await accept(strict.plugin, token, guarded);
    await expect(strict.plugin.create(token, inputs)).rejects.toThrow(/: 422 Validation Failed \[\]$/);
    expect(strict.server.requests).toHaveLength(2);
  });

  it.each([
    ["waitTimer", { waitTimer: 43201 }],
    ["reviewers[0]", { reviewers: [{ users: [1, 2, 3, 4], teams: [5, 6, 7] }] }],
    ["reviewers", { reviewers: [{ users: [1] }, { users: [2] }] }],
  ])("refuses too much by name: %s", async (property, more) => {
    const { plugin } = await startGithub();
    const { failures } = await plugin.check(token, { ...given, ...more });
    expect(failures.map(([name]) => name)).toStrictEqual([property]);
  });
});

describe("RepositoryEnvironmentDeploymentPolicy", () => {
  const token = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
  const policies = `${repository}/environments/staging/deployment-branch-policies`;
  const staging = { repository: "plyr.fm", environment: "staging" };

  it.each([
    ["branchPattern", "branch"],
    ["tagPattern", "tag"],
  ])("lives through create, refresh, another %s and delete with the recorded calls", async (property, type) => {
    const { cloud, plugin, create, live } = await startGithub();
    const given = { ...staging, [property]: "v*" };
    const created = await create(token, given);
    const [policy] = live.environments.find(({ name }) => name === "staging")?.branchPolicies ?? [];
    expect(created.id).toBe(`plyr.fm:staging:${policy?.id}`);
    expect(created.outputs).toStrictEqual({ ...given, policyId: policy?.id, repositoryId: live.id });
    expect(cloud.taken()).toStrictEqual([[`POST ${policies}`, { name: "v*", type }], `GET ${repository}`]);
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${policies}/${policy?.id}`]);
    expect(await plugin.read(token, created.id)).toStrictEqual(created);
    cloud.taken();

    const other = { ...staging, [property]: "release-*" };
    const inputs = await accept(plugin, token, other);
    expect((await plugin.diff(token, created, inputs)).replaces).toStrictEqual([]);
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([[`PUT ${policies}/${policy?.id}`, { name: "release-*" }]]);
    await expectStable(plugin, token, updated, other);
    cloud.taken();

    await plugin.delete(token, created.id, updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${policies}/${policy?.id}`]);
    expect(await plugin.read(token, created.id, updated)).toBeUndefined();
    await expect(plugin.delete(token, created.id, updated)).rejects.toThrow(/: 404 Not Found/);
  });

  it("is taken over when the environment has the pattern already, as Go's client follows GitHub's 303", async () => {
    const { create } = await startGithub();
    const first = await create(token, { ...staging, branchPattern: "main" });
    expect(await create(token, { ...staging, branchPattern: "main" })).toEqual(first);
  });

  it("has exactly one pattern, and keeps its kind", async () => {
    const { plugin, create } = await startGithub();
    const { failures } = await plugin.check(token, { ...staging, branchPattern: "main", tagPattern: "v*" });
    expect(failures).toStrictEqual([
      ["tagPattern", "cannot be given together with branchPattern.\n  Fix: leave one of the two out"],
    ]);
    await expect(create(token, staging)).rejects.toThrow("has neither branchPattern nor tagPattern");
    const created = await create(token, { ...staging, branchPattern: "main" });
    const tags = await accept(plugin, token, { ...staging, tagPattern: "v*" });
    await expect(plugin.update(token, created.id, created, tags)).rejects.toThrow("was turned into one for tags");
  });
});
