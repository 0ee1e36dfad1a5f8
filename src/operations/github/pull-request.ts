import type { GithubClient } from "../../clouds/github/client.ts";
import type { GithubPull } from "../../clouds/github/pulls.ts";
import { Problem } from "../../problem/problem.ts";

/** A pull request as far as a run depends on it, all of it asked of GitHub. */
export interface PullRequest {
  readonly number: number;
  /** Address of its page. */
  readonly url: string;
  readonly labels: readonly string[];
  /** In full. */
  readonly headSha: string;
  /** Its head is in another repository, or was in one that is gone: whoever wrote it may have no rights here. */
  readonly isFork: boolean;
}

/**
 * The number that was given, else the one in `GITHUB_REF` of a workflow run for a pull request; `undefined` for another run.
 * @throws Problem when what was given is not a number
 */
export function findPullNumber(given: string | number | undefined, env: NodeJS.ProcessEnv): number | undefined {
  if (given === undefined) {
    const number = /^refs\/pull\/(\d+)\//.exec(env["GITHUB_REF"] ?? "")?.[1];
    return number === undefined ? undefined : Number(number);
  }
  if (/^[1-9]\d*$/.test(String(given))) return Number(given);
  throw new Problem({
    code: "pull-request-number",
    what: `"${given}" is not the number of a pull request.`,
    fix: "write it without the #, such as --pull 7",
  });
}

export async function readPullRequest(github: GithubClient, number: number): Promise<PullRequest> {
  return describePull(await github.pulls.read(number));
}

/** The pull request whose merge made the commit; `undefined` when the commit came another way. */
export async function findMergeOf(github: GithubClient, commit: string): Promise<GithubPull | undefined> {
  const pulls = await github.pulls.listOf(commit);
  return pulls.find(({ merged, mergeSha }) => merged && mergeSha === commit);
}

export function describePull(pull: GithubPull): PullRequest {
  const { number, url, labels, headSha } = pull;
  const isFork = pull.headRepositoryId !== pull.baseRepositoryId;
  return { number, url, labels, headSha, isFork };
}
