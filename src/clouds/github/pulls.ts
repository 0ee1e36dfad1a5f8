import type { GithubApi } from "./api.ts";
import { githubAnswers, type WirePull } from "./shapes.ts";

export interface GithubPull {
  readonly number: number;
  /** Address of its page. */
  readonly url: string;
  /** False of a merged one too. */
  readonly open: boolean;
  readonly labels: readonly string[];
  /** Branch of the head, in the fork when it comes from one. */
  readonly headRef: string;
  readonly headSha: string;
  /** Another one than the base's of a fork; `undefined` when the fork was deleted. */
  readonly headRepositoryId: number | undefined;
  readonly baseRepositoryId: number;
  readonly merged: boolean;
  /** Of the merge when it is merged; else of a trial merge, or `undefined`. */
  readonly mergeSha: string | undefined;
}

/** https://docs.github.com/rest/pulls/pulls */
export class GithubPulls {
  constructor(private readonly api: GithubApi) {}

  async read(number: number): Promise<GithubPull> {
    const { data } = await this.api
      .to(`read pull request #${number}`, githubAnswers.pull)
      .request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...this.api.repository, pull_number: number });
    return fromWire(data);
  }

  /**
   * All open ones, oldest first. One that is not listed may have moved to another page while others closed: `read` tells.
   */
  async listOpen(): Promise<readonly GithubPull[]> {
    const pages = this.api
      .to("list the open pull requests", githubAnswers.pulls)
      .paginate.iterator("GET /repos/{owner}/{repo}/pulls", {
        ...this.api.repository,
        state: "open",
        sort: "created",
        direction: "asc",
        per_page: 100,
      });
    return (await this.api.gather(pages)).map(fromWire);
  }

  /** The merged ones that brought the commit in; when it is not in the default branch, open ones that have it too. */
  async listOf(commit: string): Promise<readonly GithubPull[]> {
    const pages = this.api
      .to(`list the pull requests of commit ${commit}`, githubAnswers.pulls)
      .paginate.iterator("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
        ...this.api.repository,
        commit_sha: commit,
        per_page: 100,
      });
    return (await this.api.gather(pages)).map(fromWire);
  }
}

function fromWire(pull: WirePull): GithubPull {
  const { number, html_url: url, state, labels, head, base, merged_at, merge_commit_sha } = pull;
  return {
    number,
    url,
    open: state === "open",
    labels: labels.map(({ name }) => name),
    headRef: head.ref,
    headSha: head.sha,
    headRepositoryId: head.repo === null ? undefined : Number(head.repo.id),
    baseRepositoryId: Number(base.repo.id),
    merged: merged_at !== null,
    mergeSha: merge_commit_sha ?? undefined,
  };
}
