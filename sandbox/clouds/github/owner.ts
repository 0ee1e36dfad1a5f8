import { answer, apiUrl, nodeId, notFound, rateLimit, webUrl } from "./answer.ts";
import { type GithubOperation, type GithubRequest, type JsonObject, numberFor, type Owner, param } from "./state.ts";

export const ownerOperations: readonly GithubOperation[] = [
  {
    name: "github.getAuthenticatedUser",
    method: "GET",
    path: "/user",
    handle: (request) => answer(200, describeOwnUser(request)),
  },
  {
    name: "github.getUser",
    method: "GET",
    path: "/users/:login",
    handle: (request) => {
      const owner = findOwner(request, param(request, "login"));
      return owner ? answer(200, describeProfile(request, owner)) : notFound();
    },
  },
  {
    name: "github.getOrganization",
    method: "GET",
    path: "/orgs/:org",
    handle: (request) => {
      const owner = findOwner(request, param(request, "org"));
      return owner?.isOrganization ? answer(200, describeOrganization(request, owner)) : notFound();
    },
  },
  {
    name: "github.getRateLimit",
    method: "GET",
    path: "/rate_limit",
    handle: ({ state }) =>
      answer(
        200,
        { resources: { core: rateLimit(), search: rateLimit() }, rate: rateLimit() },
        state.tokenEndsAt === undefined
          ? {}
          : { "github-authentication-token-expiration": formatEnd(state.tokenEndsAt) },
      ),
  },
];

/** `2026-12-31 23:59:59 UTC` (github.blog/changelog/2021-07-26-expiration-options-for-personal-access-tokens). */
function formatEnd(endsAt: string): string {
  return `${endsAt.slice(0, 19).replace("T", " ")} UTC`;
}

function findOwner({ state }: GithubRequest, login: string): Owner | undefined {
  return state.owners.find((owner) => owner.login.toLowerCase() === login.toLowerCase());
}

/** Login of the account that calls: the one named behind the token, else the one whose token it is. */
export function readLogin({ headers, state }: GithubRequest): string {
  return /:(\S+)$/.exec(String(headers["authorization"]))?.[1] ?? state.login;
}

/** An account as author of what is written. Default: the one whose token it is. */
export function describeAuthor(request: GithubRequest, login = request.state.login): JsonObject {
  return describeUser(request, accountOf(request, login));
}

/** What the author is to the repository of `owner`. The person whose token it is counts as the owner of all. */
export function associationOf({ state }: GithubRequest, login: string, owner: string): "OWNER" | "NONE" {
  return [state.login, owner].some((one) => one.toLowerCase() === login.toLowerCase()) ? "OWNER" : "NONE";
}

function accountOf(request: GithubRequest, login: string): Owner {
  return findOwner(request, login) ?? { login, id: numberFor(`owner ${login}`), isOrganization: false };
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
function describeProfile(request: GithubRequest, owner: Owner): JsonObject {
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

function describeOwnUser(request: GithubRequest): JsonObject {
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

function describeOrganization(request: GithubRequest, { login, id }: Owner): JsonObject {
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
