import { createOnce } from "../call/create-once.ts";
import type { GithubApi } from "./api.ts";
import { isTrusted } from "./author.ts";
import { githubAnswers, type WireIssue } from "./shapes.ts";

export interface GithubIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** Address of its page. */
  readonly url: string;
  readonly trusted: boolean;
}

/** What an issue is made of. At most 65,536 characters of body and 256 of title. */
export type IssueText = Pick<GithubIssue, "title" | "body">;

/** https://docs.github.com/rest/issues/issues */
export class GithubIssues {
  constructor(private readonly api: GithubApi) {}

  /** All open ones, oldest first, without the pull requests, which GitHub lists among them. */
  async listOpen(): Promise<readonly GithubIssue[]> {
    const pages = this.api
      .to("list the open issues", githubAnswers.issues)
      .paginate.iterator("GET /repos/{owner}/{repo}/issues", {
        ...this.api.repository,
        state: "open",
        direction: "asc",
        per_page: 100,
      });
    const issues = (await this.api.gather(pages)).filter((issue) => issue.pull_request === undefined).map(fromWire);
    return issues.sort((a, b) => a.number - b.number);
  }

  /** Opens an issue once: after a lost answer, `isIt` tells it among the open ones that are trusted. */
  async create(text: IssueText, isIt: (issue: GithubIssue) => boolean): Promise<GithubIssue> {
    const api = this.api.to(`open the issue "${text.title}"`, githubAnswers.issue);
    const create = async () => {
      const { data } = await api.request("POST /repos/{owner}/{repo}/issues", { ...this.api.repository, ...text });
      return fromWire(data);
    };
    const find = async () => (await this.listOpen()).find((issue) => issue.trusted && isIt(issue));
    return createOnce({ create, find, ...this.api.lookUp });
  }

  async update({ number }: GithubIssue, text: IssueText): Promise<void> {
    await this.patch(`change issue #${number}`, number, text);
  }

  async close({ number }: GithubIssue): Promise<void> {
    await this.patch(`close issue #${number}`, number, { state: "closed", state_reason: "completed" });
  }

  private async patch(
    action: string,
    number: number,
    change: IssueText | { readonly state: "closed"; readonly state_reason: "completed" },
  ): Promise<void> {
    await this.api.to(action, githubAnswers.issue).request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
      ...this.api.repository,
      issue_number: number,
      ...change,
    });
  }
}

function fromWire(issue: WireIssue): GithubIssue {
  const { number, title, body, html_url: url } = issue;
  return { number, title, body: body ?? "", url, trusted: isTrusted(issue) };
}
