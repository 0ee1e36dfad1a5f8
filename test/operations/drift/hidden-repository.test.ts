import { expect, test } from "vitest";
import { explainHidden } from "../../../src/operations/drift/hidden-repository.ts";
import { emulateGithub } from "../../clouds/github/emulated-github.ts";

async function explain(status?: number) {
  const github = await emulateGithub();
  if (status !== undefined) {
    github.faults.push({ operation: "github.getRepository", kind: "refuse", status, times: 9 });
  }
  return explainHidden({ name: "plyr-fm/plyr", github: github.connect() });
}

test("what is not found in a repository that is seen is gone", async () => {
  expect(await explain()).toBeUndefined();
});

test("what is not found in a repository that is not seen may be there", async () => {
  expect(await explain(404)).toContain("GitHub does not show GITHUB_TOKEN the repository plyr-fm/plyr either");
  expect(await explain(403)).toContain("GitHub refused to see the repository: 403");
});
