import { z } from "zod";
import type { CloudResponse } from "../core/cloud.ts";
import { answer, answerPage, notFound, refuse, refuseInvalid } from "./answer.ts";
import { addIssue, checkBody, describeIssue, type Issue, withIssue } from "./issue.ts";
import { describeAuthor } from "./owner.ts";
import { describeRepository, repositoryUrl, withRepository } from "./repository.ts";
import { digest, type GithubOperation, type GithubRequest, type JsonObject, type Repository } from "./state.ts";

const list = "/repos/:owner/:repo/pulls";
const newPull = z.object({
  title: z.string().min(1).max(256),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullable().default(null),
});

/** Branches are names only: a pull request has no commits and cannot be merged. It is labelled and closed as an issue. */
export const pullOperations: readonly GithubOperation[] = [
  { name: "github.listPulls", method: "GET", path: list, handle: withRepository(listPulls) },
  { name: "github.createPull", method: "POST", path: list, handle: withRepository(createPull) },
  {
    name: "github.getPull",
    method: "GET",
    path: `${list}/:number`,
    handle: withIssue((issue, repository, request) =>
      issue.pull ? answer(200, describePull(request, repository, issue)) : notFound(),
    ),
  },
];

/** Newest first; `state` is `open` by default, `head` is `owner:branch`. */
function listPulls(repository: Repository, request: GithubRequest): CloudResponse {
  const state = request.query.get("state") ?? "open";
  const head = request.query.get("head");
  const found = repository.issues.filter(
    (issue) =>
      issue.pull &&
      (state === "all" || issue.state === state) &&
      (head === null || `${repository.owner}:${issue.pull.head}` === head),
  );
  return answerPage(
    request,
    found.toReversed().map((issue) => describePull(request, repository, issue)),
  );
}

function createPull(repository: Repository, request: GithubRequest): CloudResponse {
  const body = newPull.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. title, head and base are required.");
  const { title, head, base } = body.data;
  const refusal = checkBody("PullRequest", body.data.body);
  if (refusal) return refusal;
  const isOpen = (issue: Issue): boolean =>
    issue.state === "open" && issue.pull?.head === head && issue.pull.base === base;
  if (repository.issues.some(isOpen)) {
    const message = `A pull request already exists for ${repository.owner}:${head}.`;
    return refuseInvalid("PullRequest", "head", "custom", message);
  }
  const issue = addIssue(repository, request, { title, body: body.data.body, labels: [], pull: { head, base } });
  return answer(201, describePull(request, repository, issue));
}

function describePull(request: GithubRequest, repository: Repository, issue: Issue): JsonObject {
  const {
    repository_url,
    labels_url: _labels,
    events_url: _events,
    pull_request,
    ...shown
  } = describeIssue(request, repository, issue);
  const url = `${repositoryUrl(request, repository)}/pulls/${issue.number}`;
  const branch = (ref: string): JsonObject => ({
    label: `${repository.owner}:${ref}`,
    ref,
    sha: digest(`commit on ${ref}`).slice(0, 40),
    user: describeAuthor(request),
    repo: describeRepository(request, repository),
  });
  const head = branch(issue.pull?.head ?? "");
  return {
    ...shown,
    ...(pull_request as JsonObject),
    url,
    issue_url: `${repository_url}/issues/${issue.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository_url}/pulls/comments{/number}`,
    statuses_url: `${repository_url}/statuses/${head["sha"]}`,
    head,
    base: branch(issue.pull?.base ?? ""),
    _links: {
      self: { href: url },
      html: { href: String(shown["html_url"]) },
      issue: { href: `${repository_url}/issues/${issue.number}` },
      comments: { href: `${repository_url}/issues/${issue.number}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repository_url}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: `${repository_url}/statuses/${head["sha"]}` },
    },
    draft: false,
    merged: false,
    mergeable: true,
    mergeable_state: "clean",
    merge_commit_sha: null,
    merged_by: null,
    auto_merge: null,
    maintainer_can_modify: false,
    review_comments: 0,
    commits: 1,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
}
