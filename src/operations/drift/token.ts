import { CloudError } from "../../clouds/cloud-error.ts";
import { readApiUrl } from "../../clouds/github/address.ts";
import { createGithubClient } from "../../clouds/github/client.ts";
import type { Blueprint } from "../../config/blueprint.ts";
import { expiring } from "./broken.ts";
import type { Broken } from "./report.ts";

/**
 * The token of the github provider, when it ends soon: nothing else in the stack knows. One that is refused already is
 * what the resources are unknown for, so that nothing is said of it here.
 */
export async function findEndingToken(
  { pipeline, repository }: Blueprint,
  env: NodeJS.ProcessEnv,
  today: Date,
): Promise<Broken[]> {
  const token = env["GITHUB_TOKEN"];
  if (!token || !pipeline || repository === undefined) return [];
  try {
    const github = createGithubClient({
      token,
      apiUrl: readApiUrl(env),
      repository: { owner: repository.owner, repo: repository.name },
    });
    return expiring("GITHUB_TOKEN", "The token", (await github.readTokenEnd()) ?? "", today, {
      advice: "make another with the same permissions, and put it wherever this one is used (docs/ci.md)",
    });
  } catch (error) {
    if (error instanceof CloudError) return [];
    throw error;
  }
}
