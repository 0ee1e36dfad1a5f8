import { CloudError } from "../../clouds/cloud-error.ts";
import { readApiUrl } from "../../clouds/github/address.ts";
import { createGithubClient } from "../../clouds/github/client.ts";
import { reasonOf } from "../../clouds/reason.ts";
import type { Blueprint } from "../../config/blueprint.ts";

/**
 * Why it is not proven that what the github provider did not find is gone. `undefined` when it is: the repository that it
 * was in can be seen, or nobody can tell with a token of the stack's config.
 */
export async function explainHidden({ repository }: Blueprint, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const token = env["GITHUB_TOKEN"];
  if (!token || repository === undefined) return undefined;
  const { owner, name } = repository;
  try {
    const github = createGithubClient({ token, apiUrl: readApiUrl(env), repository: { owner, repo: name } });
    if (await github.isVisible()) return undefined;
    return (
      `GitHub shows GITHUB_TOKEN no repository ${owner}/${name} either, and answers 404 to all that a token may not see.\n` +
      "  Fix: give the token access to the repository (docs/ci.md), or correct the repository's name."
    );
  } catch (error) {
    if (error instanceof CloudError) return reasonOf(error);
    throw error;
  }
}
