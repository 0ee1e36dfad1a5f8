import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

/** What the provider sends for an environment without any protection. */
const open = {
  wait_timer: 0,
  reviewers: null,
  can_admins_bypass: true,
  deployment_branch_policy: null,
  prevent_self_review: false,
};
const custom = { protected_branches: false, custom_branch_policies: true };

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

const putEnvironment = (change: object = {}, name = "staging") =>
  cloud.send("PUT", `${repo}/environments/${encodeURIComponent(name)}`, { ...open, ...change });
const readEnvironment = async (name = "staging") =>
  (await cloud.send("GET", `${repo}/environments/${encodeURIComponent(name)}`)).body;

describe("an environment", () => {
  test("without protection has no rules and says that administrators may bypass them", async () => {
    const { status, body } = await putEnvironment();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: 161_000_001,
      node_id: expect.stringMatching(/^EN_/),
      name: "staging",
      url: `${cloud.url}/api/v3${repo}/environments/staging`,
      html_url: `${cloud.url}/plyr-fm/plyr/deployments/activity_log?environments_filter=staging`,
      created_at: "2026-01-05T10:00:01Z",
      updated_at: "2026-01-05T10:00:01Z",
      can_admins_bypass: true,
      protection_rules: [],
      deployment_branch_policy: null,
    });
    expect(await readEnvironment()).toEqual(body);
  });

  test("with every protection lists each rule", async () => {
    const reviewers = [
      { type: "Team", id: 7 },
      { type: "User", id: 5 },
    ];
    await putEnvironment({ wait_timer: 30, reviewers, can_admins_bypass: false, deployment_branch_policy: custom });
    expect(await readEnvironment()).toMatchObject({
      can_admins_bypass: false,
      deployment_branch_policy: custom,
      protection_rules: [
        { type: "wait_timer", wait_timer: 30 },
        {
          type: "required_reviewers",
          prevent_self_review: false,
          reviewers: [
            { type: "Team", reviewer: { id: 7, slug: "team-7" } },
            { type: "User", reviewer: { id: 5, login: "user-5", type: "User" } },
          ],
        },
        { type: "branch_policy" },
      ],
    });
  });

  test("is replaced by every PUT and keeps its id", async () => {
    await putEnvironment({ wait_timer: 30, reviewers: [{ type: "User", id: 5 }] });
    const { body } = await putEnvironment({ deployment_branch_policy: custom });
    expect(body).toMatchObject({
      id: 161_000_001,
      created_at: "2026-01-05T10:00:01Z",
      updated_at: "2026-01-05T10:00:02Z",
      protection_rules: [{ type: "branch_policy" }],
    });
  });

  test("has a name of any characters, in one segment of the path, and not told apart by case", async () => {
    await putEnvironment({}, "Review / app:1");
    expect(await readEnvironment("review / APP:1")).toMatchObject({ name: "Review / app:1" });
  });

  test("takes its secrets, variables and policies with it", async () => {
    await putEnvironment({ deployment_branch_policy: custom });
    await cloud.send("POST", `${repo}/environments/staging/variables`, { name: "A", value: "1" });
    await cloud.send("POST", `${repo}/environments/staging/deployment-branch-policies`, { name: "main" });
    expect((await cloud.send("DELETE", `${repo}/environments/staging`)).status).toBe(204);
    expect((await cloud.send("DELETE", `${repo}/environments/staging/variables/A`)).status).toBe(404);
    await putEnvironment({ deployment_branch_policy: custom });
    expect((await cloud.send("GET", `${repo}/environments/staging/variables`)).body).toEqual({
      total_count: 0,
      variables: [],
    });
    expect((await cloud.send("GET", `${repo}/environments/staging/deployment-branch-policies`)).body).toEqual({
      total_count: 0,
      branch_policies: [],
    });
  });

  test("that is not there answers 404", async () => {
    for (const method of ["GET", "DELETE"]) {
      expect((await cloud.send(method, `${repo}/environments/staging`)).status).toBe(404);
    }
  });

  test.each([
    ["both kinds of branch policy", { deployment_branch_policy: { ...custom, protected_branches: true } }],
    ["neither kind of branch policy", { deployment_branch_policy: { ...custom, custom_branch_policies: false } }],
    ["a wait of more than 30 days", { wait_timer: 43_201 }],
    ["seven reviewers", { reviewers: Array.from({ length: 7 }, (_, id) => ({ type: "User", id })) }],
  ])("with %s is refused with 422", async (_name, change) => {
    expect((await putEnvironment(change)).status).toBe(422);
    expect((await cloud.send("GET", `${repo}/environments/staging`)).status).toBe(404);
  });
});

test("the list has every environment of the repository", async () => {
  await putEnvironment();
  await putEnvironment({}, "production");
  expect((await cloud.send("GET", `${repo}/environments`)).body).toMatchObject({
    total_count: 2,
    environments: [{ name: "staging" }, { name: "production" }],
  });
});

describe("a branch policy", () => {
  const policies = `${repo}/environments/staging/deployment-branch-policies`;
  const createPolicy = (body: object) => cloud.send<{ id: number }>("POST", policies, body);

  test("is created with 200 and answers its type", async () => {
    await putEnvironment({ deployment_branch_policy: custom });
    const { status, body } = await createPolicy({ name: "v*", type: "tag" });
    expect(status).toBe(200);
    expect(body).toEqual({ id: 361_001, node_id: expect.stringMatching(/^GBP_/), name: "v*", type: "tag" });
    expect((await cloud.send("GET", `${policies}/361001`)).body).toEqual(body);
    expect((await createPolicy({ name: "main" })).body).toMatchObject({ name: "main", type: "branch" });
  });

  test("of a name that is there answers 303 to it", async () => {
    await putEnvironment({ deployment_branch_policy: custom });
    const { body } = await createPolicy({ name: "v*", type: "tag" });
    const { status, headers } = await createPolicy({ name: "v*", type: "tag" });
    expect(status).toBe(303);
    expect(headers.get("location")).toBe(`${cloud.url}/api/v3${policies}/${body.id}`);
  });

  test.each([
    ["no policy", null],
    ["protected branches", { protected_branches: true, custom_branch_policies: false }],
  ])("answers 404 in an environment with %s", async (_name, deployment_branch_policy) => {
    await putEnvironment({ deployment_branch_policy });
    expect((await createPolicy({ name: "main" })).status).toBe(404);
  });

  test("changes its name, and is deleted once", async () => {
    await putEnvironment({ deployment_branch_policy: custom });
    const { id } = (await createPolicy({ name: "main" })).body;
    expect((await cloud.send("PUT", `${policies}/${id}`, { name: "release/*" })).body).toMatchObject({
      name: "release/*",
      type: "branch",
    });
    expect((await cloud.send("DELETE", `${policies}/${id}`)).status).toBe(204);
    expect((await cloud.send("DELETE", `${policies}/${id}`)).status).toBe(404);
  });
});
