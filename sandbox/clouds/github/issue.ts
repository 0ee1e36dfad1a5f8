import type { CloudResponse } from "../core/cloud.ts";
import { nodeId, notFound, refuseInvalid, webUrl } from "./answer.ts";
import { describeLabel } from "./label.ts";
import { associationOf, describeAuthor, readLogin } from "./owner.ts";
import { repositoryUrl, withRepository } from "./repository.ts";
import { type GithubRequest, type Handle, type JsonObject, param, type Repository } from "./state.ts";

/** An issue, or a pull request, which GitHub numbers, labels and comments as one. */
export interface Issue {
  id: number;
  number: number;
  /** Login. Default: of the account whose token it is. */
  author?: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  state_reason: string | null;
  /** Ids. */
  labels: number[];
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  pull: Pull | null;
}

/** What a pull request is besides an issue. */
export interface Pull {
  /** A branch, or `owner:branch` of that owner's fork. */
  head: string;
  base: string;
  /** Absent until it is merged. */
  merged?: { at: string; by: string; sha: string };
}

/** Runs `handle` with the issue or pull request `:number`, or answers 404. */
export function withIssue(
  handle: (issue: Issue, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withRepository((repository, request) => {
    const issue = repository.issues.find(({ number }) => String(number) === param(request, "number"));
    return issue ? handle(issue, repository, request) : notFound();
  });
}

/** 65,536 characters, for the body of an issue and of a comment. */
export function checkBody(resource: string, body: string | null): CloudResponse | undefined {
  if (body === null || body.length <= 65_536) return undefined;
  return refuseInvalid(resource, "body", "custom", "body is too long (maximum is 65536 characters)");
}

/** Adds an issue or pull request under the repository's next number. */
export function addIssue(
  repository: Repository,
  request: GithubRequest,
  fields: Pick<Issue, "title" | "body" | "labels" | "pull">,
): Issue {
  const now = request.clock.iso();
  const issue: Issue = {
    id: request.ids.number("issue", 2_900_000_001),
    number: repository.issues.length + 1,
    author: readLogin(request),
    ...fields,
    state: "open",
    state_reason: null,
    created_at: now,
    updated_at: now,
    closed_at: null,
  };
  repository.issues.push(issue);
  return issue;
}

/** The issue as the API answers it; a pull request says so by `pull_request`. */
export function describeIssue(request: GithubRequest, repository: Repository, issue: Issue): JsonObject {
  const { labels, pull, author = request.state.login, ...fields } = issue;
  const base = repositoryUrl(request, repository);
  const url = `${base}/issues/${issue.number}`;
  const page = `${webUrl(request)}/${repository.owner}/${repository.name}`;
  const html_url = `${page}/${pull ? "pull" : "issues"}/${issue.number}`;
  const pull_request = { url: `${base}/pulls/${issue.number}`, html_url, diff_url: `${html_url}.diff` };
  return {
    ...fields,
    node_id: nodeId(pull ? "PR" : "I", issue.id),
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url,
    user: describeAuthor(request, author),
    labels: describeLabels(request, repository, issue),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: repository.comments.filter((comment) => comment.issue === issue.number).length,
    author_association: associationOf(request, author, repository.owner),
    ...(pull && {
      pull_request: { ...pull_request, patch_url: `${html_url}.patch`, merged_at: pull.merged?.at ?? null },
    }),
  };
}

export function describeLabels(request: GithubRequest, repository: Repository, { labels }: Issue): JsonObject[] {
  const carried = repository.labels.filter(({ id }) => labels.includes(id));
  return carried.map((label) => describeLabel(request, repository, label));
}
