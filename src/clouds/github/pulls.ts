import type { GithubApi } from "./api.ts";

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
      .to(`read pull request #${number}`)
      .request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...this.api.repository, pull_number: number });
    return fromWire(data);
  }

  /** The merged ones that brought the commit in; when it is not in the default branch, open ones that have it too. */
  async listOf(commit: string): Promise<readonly GithubPull[]> {
    const pages = this.api
      .to(`list the pull requests of commit ${commit}`)
      .paginate.iterator("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
        ...this.api.repository,
        commit_sha: commit,
        per_page: 100,
      });
    return (await this.api.gather(pages)).map(fromWire);
  }
}

interface Identified {
  readonly id: number | bigint;
}

interface WirePull {
  readonly number: number;
  readonly html_url: string;
  readonly labels: readonly { readonly name: string }[];
  readonly head: { readonly sha: string; readonly repo: Identified | null };
  readonly base: { readonly repo: Identified };
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
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
