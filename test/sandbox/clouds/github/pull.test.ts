import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

interface Pull {
  number: number;
  head: { sha: string; repo: { id: number } };
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

const createPull = async (head: string) =>
  (await cloud.send<Pull>("POST", `${repo}/pulls`, { title: head, head, base: "main" })).body;
const merge = (number: number, body?: unknown) =>
  cloud.send<{ sha: string }>("PUT", `${repo}/pulls/${number}/merge`, body);

describe("a pull request from a fork", () => {
  test("has its head in a repository of that account, with another number and commit", async () => {
    const own = await createPull("feat");
    const fork = await createPull("octocat:feat");
    expect(fork).toMatchObject({
      head: {
        label: "octocat:feat",
        ref: "feat",
        user: { login: "octocat" },
        repo: { full_name: "octocat/plyr", fork: true, owner: { login: "octocat" } },
      },
      base: { label: "plyr-fm:main", repo: { full_name: "plyr-fm/plyr", fork: false } },
    });
    expect(fork.head.repo.id).not.toBe(own.head.repo.id);
    expect(fork.head.sha).not.toBe(own.head.sha);
    expect((await cloud.send<Pull[]>("GET", `${repo}/pulls?head=octocat:feat`)).body).toHaveLength(1);
  });

  test("is one of the repository itself when it names its owner", async () => {
    const { head } = await createPull("feat");
    await cloud.send("PATCH", `${repo}/issues/1`, { state: "closed" });
    expect((await createPull("plyr-fm:feat")).head).toEqual(head);
  });
});

test("the open ones are listed newest first, or oldest first when asked", async () => {
  for (const head of ["a", "b", "c"]) await createPull(head);
  await cloud.send("PATCH", `${repo}/issues/2`, { state: "closed" });
  const numbers = async (query: string) =>
    (await cloud.send<Pull[]>("GET", `${repo}/pulls${query}`)).body.map(({ number }) => number);
  expect(await numbers("")).toEqual([3, 1]);
  expect(await numbers("?sort=created&direction=asc")).toEqual([1, 3]);
});

describe("a merged pull request", () => {
  test("is closed, and found by the commit of the merge", async () => {
    await createPull("feat");
    const { status, body } = await merge(1);
    expect(status).toBe(200);
    expect(body).toEqual({
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      merged: true,
      message: "Pull Request successfully merged",
    });
    expect((await cloud.send("GET", `${repo}/pulls/1`)).body).toMatchObject({
      state: "closed",
      merged: true,
      merged_at: "2026-01-05T10:00:02Z",
      merged_by: { login: "plyr-fm" },
      merge_commit_sha: body.sha,
      mergeable: null,
    });
    expect((await cloud.send("GET", `${repo}/commits/${body.sha}/pulls`)).body).toMatchObject([
      { number: 1, merged_at: "2026-01-05T10:00:02Z", merge_commit_sha: body.sha },
    ]);
    expect((await cloud.send("GET", `${repo}/issues/1`)).body).toMatchObject({
      pull_request: { merged_at: "2026-01-05T10:00:02Z" },
    });
  });

  test("is not merged again, nor when its head is not the one that is meant", async () => {
    const { head } = await createPull("feat");
    expect((await merge(1, { sha: "0".repeat(40) })).status).toBe(409);
    expect((await merge(1, { sha: head.sha })).status).toBe(200);
    expect((await merge(1)).status).toBe(405);
    expect((await merge(2)).status).toBe(404);
  });

  test("is listed with the open ones that have the same head", async () => {
    const { head } = await createPull("feat");
    const numbers = async (sha: string) =>
      (await cloud.send<Pull[]>("GET", `${repo}/commits/${sha}/pulls`)).body.map(({ number }) => number);
    expect(await numbers(head.sha)).toEqual([1]);
    expect(await numbers("0".repeat(40))).toEqual([]);
  });
});
