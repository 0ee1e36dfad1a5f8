import { expect, test } from "vitest";
import {
  githubValueCountProblem,
  githubValueNameProblem,
  githubValueSizeProblem,
} from "../../../src/vendors/github/environment-values.ts";

test.each([
  ["GITHUB_URL", 'write "GH_URL"'],
  ["github_url", 'write "GH_url"'],
  ["MY_GITHUB_URL", undefined],
])("%s: %s", (name, fix) => {
  expect(githubValueNameProblem(name)?.fix).toBe(fix);
});

test.each(["secrets", "variables"] as const)("an environment holds 100 %s, and no more", (kind) => {
  expect(githubValueCountProblem(kind, 100)).toBeUndefined();
  expect(githubValueCountProblem(kind, 102)).toMatchObject({
    code: "github-value-count",
    what: `An environment has at most 100 ${kind}, not 102.`,
    fix: "remove 2, or put several values into one, such as a JSON object",
  });
});

test("48 KB are counted in bytes, and the value is not shown", () => {
  expect(githubValueSizeProblem("secrets", "KEY", "x".repeat(49_152))).toBeUndefined();
  const problem = githubValueSizeProblem("secrets", "KEY", "é".repeat(24_577));
  expect(problem).toMatchObject({ code: "github-value-size", what: '"KEY" has 49154 bytes, more than GitHub stores.' });
  expect(problem?.message).not.toContain("é");
});
