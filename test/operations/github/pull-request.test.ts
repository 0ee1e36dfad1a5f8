import { beforeEach, describe, expect, test } from "vitest";
import type { GithubClient } from "../../../src/clouds/github/client.ts";
import type { GithubPull } from "../../../src/clouds/github/pulls.ts";
import { connectGithub } from "../../../src/operations/github/connection.ts";
import {
  describePull,
  findMergeOf,
  findPullNumber,
  readPullRequest,
} from "../../../src/operations/github/pull-request.ts";
import { type EmulatedGithub, emulateGithub } from "../../clouds/github/emulated-github.ts";

describe("the number of the pull request", () => {
  test.each<[string | number | undefined, NodeJS.ProcessEnv, number | undefined]>([
    ["7", { GITHUB_REF: "refs/pull/12/merge" }, 7],
    [7, {}, 7],
    [undefined, { GITHUB_REF: "refs/pull/12/merge" }, 12],
    [undefined, { GITHUB_REF: "refs/heads/main" }, undefined],
    [undefined, { GITHUB_REF: "refs/heads/refs/pull/12/merge" }, undefined],
    [undefined, {}, undefined],
  ])("given %j in %j is %j", (given, env, number) => {
    expect(findPullNumber(given, env)).toBe(number);
  });

  test.each(["#7", "0", "7.5", "seven", ""])("is not %j", (given) => {
    expect(() => findPullNumber(given, {})).toThrow(
      `"${given}" is not the number of a pull request.\n  Fix: write it without the #, such as --pull 7`,
    );
  });
});

describe("the connection", () => {
  const env = { GH_TOKEN: "t", GITHUB_REPOSITORY: "plyr-fm/plyr" };

  test.each([
    [undefined, { owner: "plyr-fm", repo: "plyr" }],
    ["zzstoatzz/notes", { owner: "zzstoatzz", repo: "notes" }],
  ])("for --repository %j is to %j", (repository, found) => {
    expect(connectGithub({ repository }, env).repository).toEqual(found);
  });

  test("says what to add where the repository is not known", () => {
    expect(() => connectGithub({}, { GH_TOKEN: "t" })).toThrow(/which repository .*\n {2}Fix: add --repository/);
  });
});

const wire: GithubPull = {
  number: 1,
  url: "https://github.com/plyr-fm/plyr/pull/1",
  open: true,
  headRef: "feat",
  labels: [],
  headSha: "head",
  headRepositoryId: 1,
  baseRepositoryId: 1,
  merged: false,
  mergeSha: "trial",
};

describe("a pull request", () => {
  let github: EmulatedGithub;
  beforeEach(async () => {
    github = await emulateGithub();
    await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
    await github.send("POST", "/pulls", { title: "two", head: "octocat:feat", base: "main" }, ":octocat");
    await github.send("POST", "/issues/1/labels", ["parity: may destroy in staging", "review"]);
  });
  const read = (number: number) => readPullRequest(github.connect(), number);

  test("has its labels and the head it has now", async () => {
    expect(await read(1)).toEqual({
      number: 1,
      url: `${github.url}/plyr-fm/plyr/pull/1`,
      labels: ["parity: may destroy in staging", "review"],
      headSha: expect.stringMatching(/^[0-9a-f]{40}$/),
      isFork: false,
    });
  });

  test("of another repository is a fork's, and has a head of its own", async () => {
    const [own, fork] = [await read(1), await read(2)];
    expect(fork).toMatchObject({ isFork: true });
    expect(fork.headSha).not.toBe(own.headSha);
  });

  test("whose repository is gone is a fork's", () => {
    expect(describePull({ ...wire, headRepositoryId: undefined }).isFork).toBe(true);
  });

  test("that is not merged is not found by the commit of its trial merge", async () => {
    const found = (merged: boolean) =>
      findMergeOf({ pulls: { listOf: async () => [{ ...wire, merged }] } } as unknown as GithubClient, "trial");
    expect([await found(false), await found(true)]).toEqual([undefined, { ...wire, merged: true }]);
  });

  test("is found by the commit of its merge, and by no other", async () => {
    const find = (commit: string) => findMergeOf(github.connect(), commit);
    const { headSha } = await read(1);
    expect(await find(headSha)).toBeUndefined();
    const { sha } = await github.send<{ sha: string }>("PUT", "/pulls/1/merge");
    expect(await find(sha)).toMatchObject({ number: 1, merged: true, headSha });
    expect(await find(headSha)).toBeUndefined();
    expect(await find("0".repeat(40))).toBeUndefined();
  });
});
