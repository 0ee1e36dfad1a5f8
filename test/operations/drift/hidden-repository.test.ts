import { expect, test } from "vitest";
import { explainHidden } from "../../../src/operations/drift/hidden-repository.ts";
import { emulateGithub, token } from "../../clouds/github/emulated-github.ts";
import { blueprintIn } from "../../documents/systems.ts";

const staging = { ...blueprintIn("plyr", "staging"), repository: { owner: "plyr-fm", name: "plyr" } };

async function explain(status?: number, given = token) {
  const github = await emulateGithub();
  if (status !== undefined) {
    github.faults.push({ operation: "github.getRepository", kind: "refuse", status, times: 9 });
  }
  return explainHidden(staging, { GITHUB_TOKEN: given, GITHUB_BASE_URL: github.url });
}

test("what is not found in a repository that is seen is gone", async () => {
  expect(await explain()).toBeUndefined();
});

test("what is not found in a repository that is not seen may be there", async () => {
  expect(await explain(404)).toContain("GitHub shows GITHUB_TOKEN no repository plyr-fm/plyr either");
  expect(await explain(403)).toContain("GitHub refused to see the repository: 403");
});

test("without the token nobody can tell", async () => {
  expect(await explain(404, "")).toBeUndefined();
});
