import type { CloudEvent, CloudRequest, CloudResponse, JsonObject, Operation } from "../core/cloud.ts";

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

export interface Owner {
  login: string;
  id: number;
  /** A user account otherwise. */
  isOrganization: boolean;
}

/** What holds Actions secrets and variables: a repository or one of its environments. */
export interface Scope {
  /** X25519 private key, 32 bytes, base64: the cloud's own, to open what was sealed for it. */
  privateKey: string;
  /** By upper-case name. */
  secrets: { [name: string]: { sha256: string; created_at: string; updated_at: string } };
  /** By upper-case name. */
  variables: { [name: string]: { value: string; created_at: string; updated_at: string } };
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
  /** Absent until somebody asks for them. */
  rulesets?: Ruleset[];
}

export interface Environment extends Scope {
  id: number;
  name: string;
  created_at: string;
  updated_at: string;
  protection: Protection;
  /** Ids of the protection rules: each keeps its own while it comes and goes. */
  ruleIds: { wait_timer: number; required_reviewers: number; branch_policy: number };
  branchPolicies: BranchPolicy[];
}

/** What guards an environment, as the last PUT stated it. */
export interface Protection {
  wait_timer: number;
  prevent_self_review: boolean;
  reviewers: { type: "User" | "Team"; id: number }[];
  can_admins_bypass: boolean;
  deployment_branch_policy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
}

/** A pattern of branches or tags that may deploy to an environment with custom policies. */
export interface BranchPolicy {
  id: number;
  name: string;
  type: "branch" | "tag";
}

/** Rules for refs, as a person stated them. Nothing here is held to them. */
export interface Ruleset {
  id: number;
  /** `name`, `target`, `enforcement`, `conditions`, `rules` and `bypass_actors`. */
  fields: JsonObject;
  created_at: string;
  updated_at: string;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

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

/** A comment under an issue or a pull request; not one on a line of a review, which is another thing at GitHub. */
export interface Comment {
  id: number;
  /** Number of the issue or pull request. */
  issue: number;
  /** Login. Default: of the account whose token it is. */
  author?: string;
  body: string;
  created_at: string;
  updated_at: string;
}

export interface Deployment {
  id: number;
  sha: string;
  /** `ref`, `task`, `environment` and the like, as they were asked for. */
  fields: JsonObject;
  created_at: string;
  updated_at: string;
  /** Oldest first. */
  statuses: { id: number; fields: JsonObject; created_at: string }[];
}

/** What a workflow run has uploaded. */
export interface Artifact {
  id: number;
  name: string;
  /** The zip, base64. */
  zip: string;
  size_in_bytes: number;
  /** `sha256:…` of the zip. */
  digest: string;
  created_at: string;
  expires_at: string;
  run: { id: number; head_branch: string; head_sha: string; head_repository_id: number };
}
