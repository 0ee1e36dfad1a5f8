import { isStatus } from "../../clouds/call/cloud-error.ts";
import type { GithubClient } from "../../clouds/github/client.ts";
import type { GithubPull } from "../../clouds/github/pulls.ts";

/** `undefined` when GitHub knows no pull request of that number, or hides it. */
export async function findPull(github: GithubClient, number: number): Promise<GithubPull | undefined> {
  try {
    return await github.pulls.read(number);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
