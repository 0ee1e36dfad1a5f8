import type { JsonObject } from "../../core/cloud.ts";
import { apiUrl, nodeId, webUrl } from "../answer.ts";
import type { GithubRequest, Owner } from "../entities.ts";
import { accountOf, readLogin } from "../store.ts";

/** An account as author of what is written. Default: the one whose token it is. */
export function describeAuthor(request: GithubRequest, login = request.state.login): JsonObject {
  return describeUser(request, accountOf(request, login));
}

/** An account in the short form that stands inside other objects. */
export function describeUser(request: GithubRequest, { login, id, isOrganization }: Owner): JsonObject {
  const url = `${apiUrl(request)}/users/${encodeURIComponent(login)}`;
  const isBot = login.endsWith("[bot]");
  return {
    login,
    id,
    node_id: nodeId("U", id),
    avatar_url: `${webUrl(request)}/avatars/u/${id}`,
    gravatar_id: "",
    url,
    html_url: `${webUrl(request)}/${isBot ? `apps/${login.slice(0, -"[bot]".length)}` : login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: isOrganization ? "Organization" : isBot ? "Bot" : "User",
    site_admin: false,
  };
}

/** A user's page: what everybody sees of the account. */
export function describeProfile(request: GithubRequest, owner: Owner): JsonObject {
  return {
    ...describeUser(request, owner),
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: request.state.repositories.filter((repository) => repository.owner === owner.login).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}

export function describeOwnUser(request: GithubRequest): JsonObject {
  return {
    ...describeProfile(request, accountOf(request, readLogin(request))),
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

export function describeOrganization(request: GithubRequest, { login, id }: Owner): JsonObject {
  const url = `${apiUrl(request)}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("O", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${webUrl(request)}/avatars/u/${id}`,
    description: null,
    html_url: `${webUrl(request)}/${login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: request.state.repositories.filter(({ owner }) => owner === login).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
    archived_at: null,
  };
}
