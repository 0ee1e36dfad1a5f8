import { beforeEach, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const deployments = "/repos/plyr-fm/plyr/deployments";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

const createDeployment = (more: object = {}) =>
  cloud.send<{ id: number }>("POST", deployments, { ref: "main", ...more });

test("a deployment is of production unless it says otherwise", async () => {
  const { status, body } = await createDeployment();
  expect(status).toBe(201);
  expect(body).toMatchObject({
    ref: "main",
    task: "deploy",
    environment: "production",
    original_environment: "production",
    production_environment: true,
    transient_environment: false,
    creator: { login: "plyr-fm" },
    statuses_url: `${cloud.url}/api/v3${deployments}/${body.id}/statuses`,
  });
  expect((await cloud.send("GET", `${deployments}/${body.id}`)).body).toEqual(body);
});

test("the list is newest first and filtered by environment and ref", async () => {
  const { id: main } = (await createDeployment()).body;
  const { id: review } = (await createDeployment({ ref: "feat", environment: "review-7" })).body;
  const find = async (query: string) =>
    (await cloud.send<{ id: number }[]>("GET", `${deployments}?${query}`)).body.map(({ id }) => id);
  expect(await find("")).toEqual([review, main]);
  expect(await find("environment=review-7")).toEqual([review]);
  expect(await find("ref=main")).toEqual([main]);
});

test("a status is added to a deployment, newest first in its list", async () => {
  const { id } = (await createDeployment({ environment: "review-7" })).body;
  const addStatus = (body: object) => cloud.send("POST", `${deployments}/${id}/statuses`, body);
  expect((await addStatus({ state: "in_progress" })).status).toBe(201);
  const { body } = await addStatus({ state: "success", environment_url: "https://review-7.plyr.fm" });
  expect(body).toMatchObject({
    state: "success",
    environment: "review-7",
    environment_url: "https://review-7.plyr.fm",
    deployment_url: `${cloud.url}/api/v3${deployments}/${id}`,
  });
  expect((await cloud.send("GET", `${deployments}/${id}/statuses`)).body).toMatchObject([
    { state: "success" },
    { state: "in_progress" },
  ]);
  expect((await addStatus({ state: "done" })).status).toBe(422);
});

test("a deployment that is not there answers 404, one without a ref 422", async () => {
  expect((await cloud.send("GET", `${deployments}/1/statuses`)).status).toBe(404);
  expect((await cloud.send("POST", deployments, {})).status).toBe(422);
});
