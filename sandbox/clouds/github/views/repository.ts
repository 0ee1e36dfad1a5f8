import type { JsonObject } from "../../core/cloud.ts";
import { apiUrl, nodeId, webUrl } from "../answer.ts";
import type { GithubRequest, Repository } from "../entities.ts";
import { describeUser } from "./owner.ts";

export function repositoryUrl(request: GithubRequest, { owner, name }: Repository): string {
  return `${apiUrl(request)}/repos/${owner}/${name}`;
}

/** What stands behind the repository's own URL in the links of its answer, templates as GitHub writes them. */
const links = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The repository as the API answers it. It has no content: nothing is stored of its files and commits. */
export function describeRepository(request: GithubRequest, repository: Repository): JsonObject {
  const { id, owner: login, name, issues } = repository;
  const owner = request.state.owners.find((one) => one.login === login) ?? { login, id: 1, isOrganization: false };
  const url = repositoryUrl(request, repository);
  const page = `${webUrl(request)}/${login}/${name}`;
  const open = issues.filter(({ state }) => state === "open").length;
  return {
    id,
    node_id: nodeId("R", id),
    name,
    full_name: `${login}/${name}`,
    owner: describeUser(request, owner),
    private: false,
    visibility: "public",
    html_url: page,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(links).map(([link, suffix]) => [link, url + suffix])),
    git_url: page.replace("http:", "git:"),
    ssh_url: `git@${request.headers.host}:${login}/${name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: "main",
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    pushed_at: "2020-01-01T00:00:00Z",
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
  };
}
