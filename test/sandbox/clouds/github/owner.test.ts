import { beforeEach, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

test("the token belongs to the first seeded owner", async () => {
  const { status, body } = await cloud.send("GET", "/user");
  expect(status).toBe(200);
  expect(body).toMatchObject({ login: "plyr-fm", type: "User", public_repos: 1 });
});

test("an owner is a user: its organization answers 404, its account 200", async () => {
  expect((await cloud.send("GET", "/orgs/plyr-fm")).status).toBe(404);
  expect((await cloud.send("GET", "/users/PLYR-FM")).body).toMatchObject({ login: "plyr-fm", type: "User" });
  expect((await cloud.send("GET", "/users/nobody")).status).toBe(404);
});

test("an owner that is an organization answers 200", async () => {
  for (const owner of cloud.state.owners) owner.isOrganization = true;
  const { status, body } = await cloud.send("GET", "/orgs/plyr-fm");
  expect(status).toBe(200);
  expect(body).toMatchObject({ login: "plyr-fm", type: "Organization" });
});

test("the rate limit can be asked for", async () => {
  const { body } = await cloud.send("GET", "/rate_limit");
  expect(body).toMatchObject({ rate: { limit: 5000, remaining: 4999, used: 1 } });
});
