import { createHash } from "node:crypto";
import type { CloudEvent, CloudRequest, CloudResponse, Json, Operation, Seed } from "../core/cloud.ts";
import type { Artifact } from "./artifact.ts";
import type { Comment } from "./comment.ts";
import type { Deployment } from "./deployment.ts";
import type { Environment } from "./environment.ts";
import type { Issue } from "./issue.ts";
import type { Label } from "./label.ts";
import type { Scope } from "./scope.ts";

export type JsonObject = { [key: string]: Json };

export interface Owner {
  login: string;
  id: number;
  /** A user account otherwise. */
  isOrganization: boolean;
}

export interface Repository extends Scope {
  id: number;
  owner: string;
  name: string;
  environments: Environment[];
  labels: Label[];
  /** Issues and pull requests share one sequence of numbers. */
  issues: Issue[];
  comments: Comment[];
  deployments: Deployment[];
  /** Absent until the first is uploaded. */
  artifacts?: Artifact[];
}

/** Everything the emulated GitHub remembers. Values of secrets are not in it, only their digests. */
export interface GithubState {
  tokenSha256: string;
  /** When the token ends, RFC 3339. Absent for one without an end. */
  tokenEndsAt?: string;
  /** Login of the person whose token it is. */
  login: string;
  owners: Owner[];
  repositories: Repository[];
}

export type GithubRequest = CloudRequest<GithubState>;
export type GithubEvent = CloudEvent<GithubState>;
export type GithubOperation = Operation<GithubState>;
export type Handle = (request: GithubRequest) => CloudResponse;

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

/** Lower-case hexadecimal SHA-256. */
export function digest(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

/** An id that does not depend on what else is seeded, so that it stays when a repository is added. */
export function numberFor(what: string): number {
  return Number.parseInt(digest(what).slice(0, 7), 16) + 1;
}

/** A path parameter that the operation's own path declares. */
export function param(request: GithubRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the path of this operation has no :${name}`);
  return value;
}
