import { beforeEach, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

test("a repository has a number that stays, and its name in the case it was seeded", async () => {
  const { status, body } = await cloud.send<{ id: number }>("GET", "/repos/Plyr-FM/PLYR");
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: "plyr", full_name: "plyr-fm/plyr", owner: { login: "plyr-fm" } });
  expect(body.id).toBe(230_964_320);
});

test("a repository that was not seeded answers 404", async () => {
  const { status, body } = await cloud.send("GET", "/repos/plyr-fm/other");
  expect(status).toBe(404);
  expect(body).toMatchObject({ message: "Not Found", status: "404" });
});
