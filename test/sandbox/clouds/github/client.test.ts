import { Octokit } from "@octokit/core";
import { beforeEach, expect, test } from "vitest";
import { type Served, seal, serveGithub, token } from "./served.ts";

let cloud: Served;
let octokit: Octokit;

async function serve(): Promise<void> {
  cloud = await serveGithub();
  octokit = new Octokit({ auth: token, baseUrl: `${cloud.url}/api/v3`, request: { fetch: cloud.fetch } });
}

beforeEach(serve);

const environment = { owner: "plyr-fm", repo: "plyr", environment_name: "staging" };
const secrets = "/repos/{owner}/{repo}/environments/{environment_name}/secrets";

async function sealSecret(value: string): Promise<number> {
  const { data } = await octokit.request(`GET ${secrets}/public-key`, environment);
  const { status } = await octokit.request(`PUT ${secrets}/{secret_name}`, {
    ...environment,
    secret_name: "FLY_API_TOKEN",
    key_id: data.key_id,
    encrypted_value: await seal(data.key, value),
  });
  return status;
}

async function buildEverything(): Promise<void> {
  await octokit.request("PUT /repos/{owner}/{repo}/environments/{environment_name}", {
    ...environment,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  await octokit.request("POST /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies", {
    ...environment,
    name: "v*",
    type: "tag",
  });
  await octokit.request("POST /repos/{owner}/{repo}/environments/{environment_name}/variables", {
    ...environment,
    name: "API_URL",
    value: "https://api.plyr.fm",
  });
  const issue = await octokit.request("POST /repos/{owner}/{repo}/issues", { ...environment, title: "Drift" });
  const issue_number = issue.data.number;
  await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...environment,
    issue_number,
    body: "seen",
  });
  expect(await sealSecret("canary-secret-value")).toBe(201);
}

test("octokit seals a secret that the cloud opens", async () => {
  await buildEverything();
  expect(await sealSecret("another")).toBe(204);
  const { data } = await octokit.request(`GET ${secrets}/{secret_name}`, {
    ...environment,
    secret_name: "FLY_API_TOKEN",
  });
  expect(data.name).toBe("FLY_API_TOKEN");
  expect(data.created_at < data.updated_at).toBe(true);
});

test("no secret is in the state file or in the journal", async () => {
  await buildEverything();
  for (const secret of ["canary-secret-value", token]) {
    expect(cloud.readState()).not.toContain(secret);
    expect(cloud.readJournal()).not.toContain(secret);
  }
});

test("the same calls leave the same state, byte for byte", async () => {
  await buildEverything();
  const state = cloud.readState();
  await serve();
  await buildEverything();
  expect(cloud.readState()).toBe(state);
});

test("octokit's refusals carry GitHub's message", async () => {
  const missing = octokit.request("GET /repos/{owner}/{repo}", { owner: "plyr-fm", repo: "none" });
  await expect(missing).rejects.toMatchObject({ status: 404, message: /^Not Found/ });
});
