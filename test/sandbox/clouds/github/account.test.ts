import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub, token } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
  await cloud.send("POST", `${repo}/issues`, { title: "one" });
});

const as = (account: string, method: string, path: string, body?: unknown) =>
  cloud.send(method, path, body, { authorization: `Bearer ${token}${account}` });

describe("an account that is named behind the token", () => {
  test("is a stranger to the repositories of others, who may comment and open, and change nothing", async () => {
    expect((await as(":octocat", "GET", "/user")).body).toMatchObject({ login: "octocat", type: "User" });
    const stranger = { user: { login: "octocat", type: "User" }, author_association: "NONE" };
    expect((await as(":octocat", "POST", `${repo}/issues/1/comments`, { body: "hi" })).body).toMatchObject(stranger);
    expect((await as(":octocat", "POST", `${repo}/issues`, { title: "two" })).body).toMatchObject(stranger);
    const refused = await as(":octocat", "PATCH", `${repo}/issues/1`, { state: "closed" });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ message: "Resource not accessible by personal access token" });
    expect((await as(":octocat", "GET", `${repo}/issues/1`)).body).toMatchObject({ state: "open" });
  });

  test("is a bot when it ends with [bot], which may write", async () => {
    expect((await as(":github-actions[bot]", "POST", `${repo}/issues/1/comments`, { body: "hi" })).body).toMatchObject({
      user: { login: "github-actions[bot]", type: "Bot" },
      author_association: "NONE",
    });
    expect((await as(":github-actions[bot]", "PATCH", `${repo}/issues/1`, { title: "two" })).status).toBe(200);
  });

  test("is the owner's own by default", async () => {
    expect((await as("", "POST", `${repo}/issues/1/comments`, { body: "hi" })).body).toMatchObject({
      user: { login: "plyr-fm" },
      author_association: "OWNER",
    });
  });

  test("does not make another token good", async () => {
    expect((await as("x:octocat", "GET", "/user")).status).toBe(401);
  });
});
