import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, nodeId, notFound, refuse, webUrl } from "../answer.ts";
import type { Comment, GithubOperation, GithubRequest, Handle, Repository } from "../entities.ts";
import { associationOf, readLogin, withIssue, withRepository } from "../store.ts";
import { describeAuthor } from "../views/owner.ts";
import { repositoryUrl } from "../views/repository.ts";
import { checkBody } from "./issue.ts";

const list = "/repos/:owner/:repo/issues/:number/comments";
const one = "/repos/:owner/:repo/issues/comments/:comment";
const commentBody = z.object({ body: z.string().min(1) });

export const commentOperations: readonly GithubOperation[] = [
  {
    name: "github.listComments",
    method: "GET",
    path: list,
    handle: withIssue(({ number }, repository, request) => {
      const comments = repository.comments.filter(({ issue }) => issue === number);
      return answerPage(
        request,
        comments.map((comment) => describeComment(request, repository, comment)),
      );
    }),
  },
  {
    name: "github.createComment",
    method: "POST",
    path: list,
    handle: withIssue(({ number }, repository, request) => {
      const body = readBody(request);
      if (typeof body !== "string") return body;
      const now = request.clock.iso();
      const id = request.ids.number("comment", 1_900_000_001);
      const comment: Comment = {
        id,
        issue: number,
        author: readLogin(request),
        body,
        created_at: now,
        updated_at: now,
      };
      repository.comments.push(comment);
      return answer(201, describeComment(request, repository, comment));
    }),
  },
  {
    name: "github.getComment",
    method: "GET",
    path: one,
    handle: withComment((comment, repository, request) => answer(200, describeComment(request, repository, comment))),
  },
  {
    name: "github.updateComment",
    method: "PATCH",
    path: one,
    handle: withComment((comment, repository, request) => {
      const body = readBody(request);
      if (typeof body !== "string") return body;
      Object.assign(comment, { body, updated_at: request.clock.iso() });
      return answer(200, describeComment(request, repository, comment));
    }),
  },
  {
    name: "github.deleteComment",
    method: "DELETE",
    path: one,
    handle: withComment(({ id }, repository) => {
      repository.comments = repository.comments.filter((comment) => comment.id !== id);
      return answer(204);
    }),
  },
];

function withComment(
  handle: (comment: Comment, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withRepository((repository, request) => {
    const comment = repository.comments.find(({ id }) => String(id) === param(request, "comment"));
    return comment ? handle(comment, repository, request) : notFound();
  });
}

/** The text of the comment, or the refusal of it. */
function readBody(request: GithubRequest): string | CloudResponse {
  const parsed = commentBody.safeParse(request.body);
  if (!parsed.success) return refuse(422, "Invalid request. body is required.");
  return checkBody("IssueComment", parsed.data.body) ?? parsed.data.body;
}

function describeComment(request: GithubRequest, repository: Repository, comment: Comment): JsonObject {
  const { issue, author = request.state.login, ...fields } = comment;
  const url = repositoryUrl(request, repository);
  const kind = repository.issues.find(({ number }) => number === issue)?.pull ? "pull" : "issues";
  return {
    ...fields,
    node_id: nodeId("IC", comment.id),
    url: `${url}/issues/comments/${comment.id}`,
    html_url: `${webUrl(request)}/${repository.owner}/${repository.name}/${kind}/${issue}#issuecomment-${comment.id}`,
    issue_url: `${url}/issues/${issue}`,
    user: describeAuthor(request, author),
    author_association: associationOf(request, author, repository.owner),
  };
}
