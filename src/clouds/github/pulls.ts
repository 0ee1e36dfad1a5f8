import type { GithubApi } from "./api.ts";
import { githubAnswers, type WirePull } from "./shapes.ts";

export interface GithubPull {
  readonly number: number;
  /** Address of its page. */
  readonly url: string;
  readonly labels: readonly string[];
  readonly headSha: string;
  /** `undefined` when the fork that it came from was deleted. */
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

function fromWire({ number, html_url: url, labels, head, base, merged_at, merge_commit_sha }: WirePull): GithubPull {
  return {
    number,
    url,
    labels: labels.map(({ name }) => name),
    headSha: head.sha,
    headRepositoryId: head.repo === null ? undefined : Number(head.repo.id),
    baseRepositoryId: Number(base.repo.id),
    merged: merged_at !== null,
    mergeSha: merge_commit_sha ?? undefined,
  };
}
