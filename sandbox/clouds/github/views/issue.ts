import type { JsonObject } from "../../core/cloud.ts";
import { nodeId, webUrl } from "../answer.ts";
import type { GithubRequest, Issue, Label, Repository } from "../entities.ts";
import { associationOf } from "../store.ts";
import { describeAuthor } from "./owner.ts";
import { repositoryUrl } from "./repository.ts";

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

export function describeLabel(request: GithubRequest, repository: Repository, label: Label): JsonObject {
  const url = `${repositoryUrl(request, repository)}/labels/${encodeURIComponent(label.name)}`;
  return { ...label, node_id: nodeId("LA", label.id), url, default: false };
}
