import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

/**
 * Whether the token may see the repository at all: to one that may not, GitHub answers 404 to a private repository and to
 * everything in it (docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api, "404 Not Found for an existing
 * resource").
 */
export async function isVisible(api: GithubApi): Promise<boolean> {
  try {
    await api
      .to("see the repository", githubAnswers.identified)
      .request("GET /repos/{owner}/{repo}", { ...api.repository });
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

export async function readDefaultBranch(api: GithubApi): Promise<string> {
  const { data } = await api
    .to("read the repository's default branch", githubAnswers.repository)
    .request("GET /repos/{owner}/{repo}", { ...api.repository });
  return data.default_branch;
}
