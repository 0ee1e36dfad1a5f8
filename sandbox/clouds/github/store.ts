import type { CloudResponse, Seed } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import { param } from "../core/router.ts";
import { notFound } from "./answer.ts";
import type {
  Environment,
  GithubRequest,
  GithubState,
  Handle,
  Issue,
  Label,
  Owner,
  Pull,
  Repository,
  Scope,
} from "./entities.ts";

/** Every owner is a user account: what belongs to organizations only (teams, their secrets) is not served. */
export function emptyState(seed: Seed): GithubState {
  const names = seed.githubRepositories.map((fullName) => {
    const [owner = "", name = ""] = fullName.split("/");
    return { owner, name, fullName };
  });
  const logins = [...new Set(names.map(({ owner }) => owner))];
  return {
    tokenSha256: digest(seed.tokens.github),
    login: logins[0] ?? "operator",
    owners: logins.map((login) => ({ login, id: numberFor(`owner ${login}`), isOrganization: false })),
    repositories: names.map(({ owner, name, fullName }) => ({
      id: numberFor(`repository ${fullName}`),
      owner,
      name,
      privateKey: Buffer.from(digest(`private key of ${fullName}`), "hex").toString("base64"),
      secrets: {},
      variables: {},
      environments: [],
      labels: [],
      issues: [],
      comments: [],
      deployments: [],
    })),
  };
}

/** An id that does not depend on what else is seeded, so that it stays when a repository is added. */
function numberFor(what: string): number {
  return Number.parseInt(digest(what).slice(0, 7), 16) + 1;
}

export function findOwner({ state }: GithubRequest, login: string): Owner | undefined {
  return state.owners.find((owner) => owner.login.toLowerCase() === login.toLowerCase());
}

/** Login of the account that calls: the one named behind the token, else the one whose token it is. */
export function readLogin({ headers, state }: GithubRequest): string {
  return /:(\S+)$/.exec(String(headers["authorization"]))?.[1] ?? state.login;
}

export function accountOf(request: GithubRequest, login: string): Owner {
  return findOwner(request, login) ?? { login, id: numberFor(`owner ${login}`), isOrganization: false };
}

/** What the author is to the repository of `owner`. The person whose token it is counts as the owner of all. */
export function associationOf({ state }: GithubRequest, login: string, owner: string): "OWNER" | "NONE" {
  return [state.login, owner].some((one) => one.toLowerCase() === login.toLowerCase()) ? "OWNER" : "NONE";
}

/** Runs `handle` with the repository that the path names by `:owner/:repo` or by its number `:id`, or answers 404. */
export function withRepository(handle: (repository: Repository, request: GithubRequest) => CloudResponse): Handle {
  return (request) => {
    const { id, owner, repo } = request.params;
    const fullName = `${owner}/${repo}`.toLowerCase();
    const repository = request.state.repositories.find((one) =>
      id === undefined ? `${one.owner}/${one.name}`.toLowerCase() === fullName : String(one.id) === id,
    );
    return repository ? handle(repository, request) : notFound();
  };
}

/** Names of environments do not differ by case alone. */
export function findEnvironment({ environments }: Repository, name: string): Environment | undefined {
  return environments.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
}

/** Runs `handle` with the environment the path names or, where it names none, with the repository. */
export function withScope(handle: (scope: Scope, request: GithubRequest) => CloudResponse): Handle {
  return withRepository((repository, request) => {
    const { environment } = request.params;
    if (environment === undefined) return handle(repository, request);
    const scope = findEnvironment(repository, environment);
    return scope ? handle(scope, request) : notFound();
  });
}

/** Label names do not differ by case alone. */
export function findLabel({ labels }: Repository, name: string): Label | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
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

/** Where the head of a pull request is: its repository, which belongs to another owner when it is a fork, and its branch. */
export interface Head {
  owner: string;
  ref: string;
  /** The same for the same branch: nothing is pushed here. */
  sha: string;
  repositoryId: number;
}

/** Reads a head such as `main`, or `octocat:main` of octocat's fork. */
export function headOf({ owner: own, name, id }: Repository, { head }: Pull): Head {
  const [owner = "", ref = ""] = head.includes(":") ? head.split(":", 2) : [own, head];
  if (owner.toLowerCase() === own.toLowerCase()) return { owner: own, ref, sha: commitOn(ref), repositoryId: id };
  return { owner, ref, sha: commitOn(head), repositoryId: numberFor(`repository ${owner}/${name}`) };
}

export function commitOn(branch: string): string {
  return digest(`commit on ${branch}`).slice(0, 40);
}
