import type { Shape } from "../call/answer.ts";
import { createOnce } from "../call/create-once.ts";
import type { GithubApi } from "./api.ts";
import { isTrusted } from "./author.ts";
import { githubAnswers, type WireComment } from "./shapes.ts";

/** A comment below an issue or a pull request. */
export interface GithubComment {
  readonly id: number;
  readonly body: string;
  /** Address of its place on the page. */
  readonly url: string;
  readonly trusted: boolean;
}

/** https://docs.github.com/rest/issues/comments. Issues and pull requests share their numbers and these calls. */
export class GithubComments {
  constructor(private readonly api: GithubApi) {}

  /** All of an issue or pull request, oldest first, whoever wrote them. */
  async list(issue: number): Promise<readonly GithubComment[]> {
    const { repository, api } = this.at(issue, "list the comments of", githubAnswers.comments);
    const pages = api.paginate.iterator("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...repository,
      issue_number: issue,
      per_page: 100,
    });
    const comments = (await this.api.gather(pages)).map(fromWire);
    return comments.sort((a, b) => a.id - b.id);
  }

  /**
   * Writes a comment once: after a lost answer, a trusted one with the same body is taken for it. So no other comment may
   * have this body. At most 65,536 characters.
   */
  async create(issue: number, body: string): Promise<GithubComment> {
    const { repository, api } = this.at(issue, "comment on", githubAnswers.comment);
    const create = async () => {
      const parameters = { ...repository, issue_number: issue, body };
      const { data } = await api.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", parameters);
      return fromWire(data);
    };
    const find = async () => (await this.list(issue)).find((comment) => comment.trusted && hasBody(comment, body));
    return createOnce({ create, find, ...this.api.lookUp });
  }

  async update({ id }: GithubComment, body: string): Promise<GithubComment> {
    const { data } = await this.api
      .to(`change comment ${id}`, githubAnswers.comment)
      .request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...this.api.repository,
        comment_id: id,
        body,
      });
    return fromWire(data);
  }

  private at(issue: number, verb: string, shape: Shape<unknown>) {
    return { repository: this.api.repository, api: this.api.to(`${verb} #${issue}`, shape) };
  }
}

/** Whether a text is the body, but for line ends and white space around it, which GitHub does not promise to keep. */
export function hasBody({ body }: { readonly body: string }, text: string): boolean {
  const plain = (one: string) => one.replaceAll("\r\n", "\n").trim();
  return plain(body) === plain(text);
}

function fromWire(comment: WireComment): GithubComment {
  const { id, body = "", html_url: url } = comment;
  return { id: Number(id), body, url, trusted: isTrusted(comment) };
}
