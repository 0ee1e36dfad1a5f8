import { beforeEach, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
  await cloud.send("POST", `${repo}/issues`, { title: "one" });
  await cloud.send("POST", `${repo}/issues`, { title: "two" });
});

const comment = (body: string, number = 1) =>
  cloud.send<{ id: number }>("POST", `${repo}/issues/${number}/comments`, { body });

test("a comment is created, changed, read and deleted", async () => {
  const { status, body } = await comment("hello");
  expect(status).toBe(201);
  expect(body).toMatchObject({
    body: "hello",
    user: { login: "plyr-fm" },
    issue_url: `${cloud.url}/api/v3${repo}/issues/1`,
    created_at: "2026-01-05T10:00:03Z",
    updated_at: "2026-01-05T10:00:03Z",
  });
  const one = `${repo}/issues/comments/${body.id}`;
  expect((await cloud.send("PATCH", one, { body: "changed" })).body).toMatchObject({
    body: "changed",
    created_at: "2026-01-05T10:00:03Z",
    updated_at: "2026-01-05T10:00:04Z",
  });
  expect((await cloud.send("GET", one)).body).toMatchObject({ body: "changed" });
  expect((await cloud.send("DELETE", one)).status).toBe(204);
  expect((await cloud.send("GET", one)).status).toBe(404);
});

test("the list has the comments of one issue, oldest first", async () => {
  await comment("a");
  await comment("elsewhere", 2);
  await comment("b");
  const { body } = await cloud.send<{ body: string }[]>("GET", `${repo}/issues/1/comments`);
  expect(body.map((one) => one.body)).toEqual(["a", "b"]);
});

test("a body of more than 65,536 characters is refused with 422", async () => {
  const { status, body } = await cloud.send("POST", `${repo}/issues/1/comments`, { body: "x".repeat(65_537) });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    message: "Validation Failed",
    errors: [{ resource: "IssueComment", field: "body", message: "body is too long (maximum is 65536 characters)" }],
  });
  expect((await comment("x".repeat(65_536))).status).toBe(201);
});

test("an empty body, and an issue that is not there, are refused", async () => {
  expect((await comment("")).status).toBe(422);
  expect((await comment("a", 3)).status).toBe(404);
});
