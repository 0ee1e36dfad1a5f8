import type { JsonObject } from "../../core/cloud.ts";
import type { GithubRequest, Issue, Pull, Repository } from "../entities.ts";
import { commitOn, type Head, headOf } from "../store.ts";
import { describeIssue } from "./issue.ts";
import { describeAuthor } from "./owner.ts";
import { describeRepository, repositoryUrl } from "./repository.ts";

/** As it stands in a list. */
export function describePull(request: GithubRequest, repository: Repository, issue: Issue, pull: Pull): JsonObject {
  const {
    repository_url,
    labels_url: _labels,
    events_url: _events,
    pull_request,
    comments: _comments,
    ...shown
  } = describeIssue(request, repository, issue);
  const url = `${repositoryUrl(request, repository)}/pulls/${issue.number}`;
  const head = headOf(repository, pull);
  return {
    ...shown,
    ...(pull_request as JsonObject),
    url,
    issue_url: `${repository_url}/issues/${issue.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository_url}/pulls/comments{/number}`,
    comments_url: `${repository_url}/issues/${issue.number}/comments`,
    statuses_url: `${repository_url}/statuses/${head.sha}`,
    head: {
      label: `${head.owner}:${head.ref}`,
      ref: head.ref,
      sha: head.sha,
      user: describeAuthor(request, head.owner),
      repo: describeHeadRepository(request, repository, head),
    },
    base: {
      label: `${repository.owner}:${pull.base}`,
      ref: pull.base,
      sha: commitOn(pull.base),
      user: describeAuthor(request, repository.owner),
      repo: describeRepository(request, repository),
    },
    _links: {
      self: { href: url },
      html: { href: String(shown["html_url"]) },
      issue: { href: `${repository_url}/issues/${issue.number}` },
      comments: { href: `${repository_url}/issues/${issue.number}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repository_url}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: `${repository_url}/statuses/${head.sha}` },
    },
    draft: false,
    merge_commit_sha: pull.merged?.sha ?? null,
    auto_merge: null,
  };
}

/** As it is answered when one alone is asked for. */
export function describeWholePull(
  request: GithubRequest,
  repository: Repository,
  issue: Issue,
  pull: Pull,
): JsonObject {
  const { merged } = pull;
  return {
    ...describePull(request, repository, issue, pull),
    comments: repository.comments.filter((comment) => comment.issue === issue.number).length,
    merged: merged !== undefined,
    mergeable: merged ? null : true,
    mergeable_state: merged ? "unknown" : "clean",
    merged_by: merged ? describeAuthor(request, merged.by) : null,
    maintainer_can_modify: false,
    review_comments: 0,
    commits: 1,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
}

function describeHeadRepository(request: GithubRequest, repository: Repository, head: Head): JsonObject {
  if (head.repositoryId === repository.id) return describeRepository(request, repository);
  const fork = { ...repository, id: head.repositoryId, owner: head.owner, issues: [] };
  return { ...describeRepository(request, fork), fork: true };
}
