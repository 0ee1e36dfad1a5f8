import { beforeEach, expect, test } from "vitest";
import { account, type Served, serveCloudflare, token } from "./served.ts";

const project = `/accounts/${account}/pages/projects/plyr`;
const source = { type: "github", config: { owner: "plyr", repo_name: "plyr.fm", production_branch: "main" } };

interface Deployment {
  id: string;
  environment: string;
  url: string;
  env_vars: object | null;
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
  await cloud.send("POST", `/accounts/${account}/pages/projects`, { name: "plyr", production_branch: "main", source });
});

async function createDeployment(fields: Record<string, string>): Promise<Deployment> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = await cloud.fetch(`${cloud.url}/client/v4${project}/deployments`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: Deployment }).result;
}

const list = async (query = "") =>
  (await cloud.send<Deployment[]>("GET", `${project}/deployments${query}`)).body.result.map(({ id }) => id);

test("a branch decides the environment, the address and the aliases", async () => {
  const preview = await createDeployment({ branch: "feat/Player", commit_hash: "abc", commit_message: "try" });
  expect(preview).toMatchObject({
    environment: "preview",
    url: `https://${preview.id.slice(0, 8)}.plyr.pages.dev`,
    aliases: ["https://feat-player.plyr.pages.dev"],
    deployment_trigger: {
      metadata: { branch: "feat/Player", commit_hash: "abc", commit_message: "try", commit_dirty: false },
    },
    latest_stage: { name: "deploy", status: "success" },
  });
  expect(await createDeployment({ branch: "main" })).toMatchObject({ environment: "production", aliases: null });
});

test("the project shows its latest deployment and the one that is live", async () => {
  const live = await createDeployment({});
  const latest = await createDeployment({ branch: "feat" });
  const { body } = await cloud.send("GET", project);
  expect(body.result).toMatchObject({ canonical_deployment: { id: live.id }, latest_deployment: { id: latest.id } });
});

test("the list is newest first and can be of one environment", async () => {
  const live = await createDeployment({});
  const preview = await createDeployment({ branch: "feat" });
  expect(await list()).toEqual([preview.id, live.id]);
  expect(await list("?env=production")).toEqual([live.id]);
});

test("a variable reaches later deployments only, such as a retry", async () => {
  const first = await createDeployment({});
  const env_vars = { A: { type: "plain_text", value: "1" }, S: { type: "secret_text", value: "hidden" } };
  await cloud.send("PATCH", project, { deployment_configs: { production: { env_vars } } });
  expect((await cloud.send<Deployment>("GET", `${project}/deployments/${first.id}`)).body.result.env_vars).toBeNull();
  const { body } = await cloud.send<Deployment>("POST", `${project}/deployments/${first.id}/retry`);
  expect(body.result.env_vars).toEqual({
    A: { type: "plain_text", value: "1" },
    S: { type: "secret_text", value: "" },
  });
  expect(await list()).toEqual([body.result.id, first.id]);
});

test("a deployment that is not there answers 404", async () => {
  expect((await cloud.send("GET", `${project}/deployments/none`)).status).toBe(404);
});
