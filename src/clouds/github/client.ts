import { GithubApi, type GithubApiOptions } from "./api.ts";
import { GithubArtifacts } from "./artifacts.ts";
import { GithubComments } from "./comments.ts";
import { GithubDeploymentPolicies } from "./deployment-policies.ts";
import { GithubDeployments } from "./deployments.ts";
import { GithubEnvironmentValues } from "./environment-values.ts";
import { GithubEnvironments } from "./environments.ts";
import { GithubIssues } from "./issues.ts";
import { GithubLabels } from "./labels.ts";
import type { Reviewer } from "./protection.ts";
import { GithubPulls } from "./pulls.ts";
import type { GithubRepository } from "./repository.ts";
import { GithubRulesets } from "./rulesets.ts";
import { type GithubToken, readToken } from "./token-end.ts";
import { findUser } from "./users.ts";
import { isVisible, readDefaultBranch } from "./visibility.ts";

export interface GithubClient {
  readonly repository: GithubRepository;
  readonly comments: GithubComments;
  readonly issues: GithubIssues;
  readonly pulls: GithubPulls;
  readonly deployments: GithubDeployments;
  readonly deploymentPolicies: GithubDeploymentPolicies;
  readonly environments: GithubEnvironments;
  readonly environmentValues: GithubEnvironmentValues;
  readonly artifacts: GithubArtifacts;
  readonly labels: GithubLabels;
  readonly rulesets: GithubRulesets;
  /** When the token stops working, in RFC 3339; `undefined` for one without an end, such as a workflow's own. */
  readonly readTokenEnd: () => Promise<string | undefined>;
  /** The same, and what a classic token may do. */
  readonly readToken: () => Promise<GithubToken>;
  /** False when GitHub says that there is no such repository, or hides it. */
  readonly isVisible: () => Promise<boolean>;
  readonly readDefaultBranch: () => Promise<string>;
  /** The account of a login, as a reviewer is named; `undefined` when there is none. */
  readonly findUser: (login: string) => Promise<Reviewer | undefined>;
}

/** A client of one repository. Constructing it makes no request; every method throws a CloudError when GitHub refuses or is silent. */
export function createGithubClient(options: GithubApiOptions): GithubClient {
  const api = new GithubApi(options);
  return {
    repository: options.repository,
    comments: new GithubComments(api),
    issues: new GithubIssues(api),
    pulls: new GithubPulls(api),
    deployments: new GithubDeployments(api),
    environments: new GithubEnvironments(api),
    environmentValues: new GithubEnvironmentValues(api),
    deploymentPolicies: new GithubDeploymentPolicies(api),
    artifacts: new GithubArtifacts(api),
    labels: new GithubLabels(api),
    rulesets: new GithubRulesets(api),
    readTokenEnd: async () => (await readToken(api)).endsAt,
    readToken: () => readToken(api),
    isVisible: () => isVisible(api),
    readDefaultBranch: () => readDefaultBranch(api),
    findUser: (login) => findUser(api, login),
  };
}
