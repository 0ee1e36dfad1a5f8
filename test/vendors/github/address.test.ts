import { describe, expect, test } from "vitest";
import { parseRepository } from "../../../src/clouds/github/repository.ts";
import { readApiUrl } from "../../../src/vendors/github/api-url.ts";
import { readGithubToken } from "../../../src/vendors/github/token.ts";

describe("the API's address", () => {
  test.each<[NodeJS.ProcessEnv, string]>([
    [{}, "https://api.github.com"],
    [{ GITHUB_API_URL: "https://github.example.com/api/v3" }, "https://github.example.com/api/v3"],
    [{ GITHUB_BASE_URL: "", GITHUB_API_URL: "https://api.github.com" }, "https://api.github.com"],
    [{ GITHUB_BASE_URL: "https://github.com/" }, "https://api.github.com"],
    [{ GITHUB_BASE_URL: "https://api.github.com/" }, "https://api.github.com"],
    [{ GITHUB_BASE_URL: "https://acme.ghe.com/" }, "https://api.acme.ghe.com"],
    [{ GITHUB_BASE_URL: "https://notgithub.com/" }, "https://notgithub.com/api/v3"],
    [
      { GITHUB_BASE_URL: "http://127.0.0.1:4000/", GITHUB_API_URL: "https://api.github.com" },
      "http://127.0.0.1:4000/api/v3",
    ],
    [{ GITHUB_BASE_URL: "http://127.0.0.1:4000/api/v3/" }, "http://127.0.0.1:4000/api/v3"],
  ])("of %j is %s", (env, url) => {
    expect(readApiUrl(env)).toBe(url);
  });

  test.each(["GITHUB_BASE_URL", "GITHUB_API_URL"])("refuses a %s that is not a web address", (variable) => {
    expect(() => readApiUrl({ [variable]: "github.example.com" })).toThrow(
      `"github.example.com" in ${variable} is not an address.\n  Fix: unset it, or write one such as https://github.example.com/`,
    );
  });
});

describe("the token", () => {
  test.each<[NodeJS.ProcessEnv, string]>([
    [{ GH_TOKEN: "gh", GITHUB_TOKEN: "github" }, "gh"],
    [{ GH_TOKEN: "", GITHUB_TOKEN: "github\n" }, "github"],
  ])("of %j is %s", (env, token) => {
    expect(readGithubToken(env)).toBe(token);
  });

  test("says what to set where there is none", () => {
    expect(() => readGithubToken({ GH_TOKEN: "" })).toThrow(
      /^No GitHub token is set\.\n {2}Fix: set GH_TOKEN; make one at: `gh auth token`; in a workflow/,
    );
  });

  test("with a line break in it is refused without being said", () => {
    expect(() => readGithubToken({ GH_TOKEN: "canary\ncanary" })).toThrow(
      /^The GitHub token holds a line break or another character that no token has\.\n {2}Fix: set GH_TOKEN or GITHUB_TOKEN, again, in one line$/,
    );
  });
});

describe("a repository's name", () => {
  test("has an owner and a name", () => {
    expect(parseRepository("plyr-fm/plyr.fm")).toEqual({ owner: "plyr-fm", repo: "plyr.fm" });
  });

  test.each(["plyr", "plyr-fm/plyr/issues", "https://github.com/plyr-fm/plyr", "a b/c", ""])("is not %j", (name) => {
    expect(() => parseRepository(name)).toThrow(`"${name}" is not a repository of GitHub.\n  Fix: write owner/name`);
  });
});
