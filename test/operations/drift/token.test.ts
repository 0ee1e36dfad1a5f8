import { expect, test } from "vitest";
import { findEndingToken } from "../../../src/operations/drift/token.ts";
import { emulateGithub, token } from "../../clouds/github/emulated-github.ts";

const today = new Date("2026-11-21T12:00:00Z");

async function look(endsAt: string | undefined, given = token) {
  const github = await emulateGithub();
  if (endsAt !== undefined) github.state.tokenEndsAt = endsAt;
  return findEndingToken({ name: "plyr-fm/plyr", github: github.connect(given) }, today);
}

test("a token of GitHub that ends soon is broken, with the day", async () => {
  expect(await look("2026-12-01T09:30:00Z")).toEqual([
    {
      resource: "GITHUB_TOKEN",
      condition: "expires 2026-12-01",
      what: "The token expires on 2026-12-01, in 9 days.",
      cure: { fix: "make another with the same permissions, and put it wherever this one is used (docs/ci.md)" },
    },
  ]);
});

test.each([["2027-06-01T00:00:00Z"], [undefined]])("a token that ends at %s is not", async (endsAt) => {
  expect(await look(endsAt)).toEqual([]);
});

test("a token that is refused is left to what it could not read", async () => {
  expect(await look("2026-12-01T09:30:00Z", "ghp_another")).toEqual([]);
});
