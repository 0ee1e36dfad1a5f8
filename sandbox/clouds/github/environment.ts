import { z } from "zod";
import { apiUrl, nodeId, webUrl } from "./answer.ts";
import type { BranchPolicy } from "./branch-policy.ts";
import { describeUser } from "./owner.ts";
import { repositoryUrl } from "./repository.ts";
import type { Scope } from "./scope.ts";
import type { GithubRequest, JsonObject, Repository } from "./state.ts";

/** What a PUT states. Each one states everything: what it leaves out is off. */
export const protection = z.object({
  wait_timer: z.number().int().min(0).max(43200).default(0),
  prevent_self_review: z.boolean().default(false),
  /** `null` is what the provider sends for none; whether the live API then clears them, no public source says. */
  reviewers: z
    .array(z.object({ type: z.enum(["User", "Team"]), id: z.number().int() }))
    .max(6)
    .nullish()
    .transform((reviewers) => reviewers ?? []),
  /** In the live API and in the provider, though not in GitHub's OpenAPI document. */
  can_admins_bypass: z.boolean().default(true),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .refine((policy) => policy.protected_branches !== policy.custom_branch_policies)
    .nullable()
    .default(null),
});

export interface Environment extends Scope {
  id: number;
  name: string;
  created_at: string;
  updated_at: string;
  protection: z.infer<typeof protection>;
  /** Ids of the protection rules: each keeps its own while it comes and goes. */
  ruleIds: { wait_timer: number; required_reviewers: number; branch_policy: number };
  branchPolicies: BranchPolicy[];
}

/** Names of environments do not differ by case alone. */
export function findEnvironment({ environments }: Repository, name: string): Environment | undefined {
  return environments.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
}

/** The environment as the API answers it. A rule is listed only while it is set. */
export function describeEnvironment(
  request: GithubRequest,
  repository: Repository,
  environment: Environment,
): JsonObject {
  const { id, name, created_at, updated_at } = environment;
  const { can_admins_bypass, deployment_branch_policy } = environment.protection;
  const page = `${webUrl(request)}/${repository.owner}/${repository.name}/deployments/activity_log`;
  return {
    id,
    node_id: nodeId("EN", id),
    name,
    url: `${repositoryUrl(request, repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${page}?environments_filter=${encodeURIComponent(name)}`,
    created_at,
    updated_at,
    can_admins_bypass,
    protection_rules: describeRules(request, environment),
    deployment_branch_policy,
  };
}

function describeRules(request: GithubRequest, { protection, ruleIds }: Environment): JsonObject[] {
  const { wait_timer, prevent_self_review, reviewers, deployment_branch_policy } = protection;
  const rule = (type: keyof Environment["ruleIds"], more: JsonObject = {}): JsonObject => {
    return { id: ruleIds[type], node_id: nodeId("GA", ruleIds[type]), type, ...more };
  };
  const named = reviewers.map(({ type, id }) => ({ type, reviewer: describeReviewer(request, type, id) }));
  return [
    ...(wait_timer > 0 ? [rule("wait_timer", { wait_timer })] : []),
    ...(named.length > 0 ? [rule("required_reviewers", { prevent_self_review, reviewers: named })] : []),
    ...(deployment_branch_policy ? [rule("branch_policy")] : []),
  ];
}

/** Reviewers are given by number; people and teams other than the seeded owners get a name made from it. */
function describeReviewer(request: GithubRequest, type: "User" | "Team", id: number): JsonObject {
  if (type === "Team") return describeTeam(request, id);
  const known = request.state.owners.find((owner) => owner.id === id);
  return describeUser(request, known ?? { login: `user-${id}`, id, isOrganization: false });
}

function describeTeam(request: GithubRequest, id: number): JsonObject {
  const name = `team-${id}`;
  const url = `${apiUrl(request)}/teams/${id}`;
  return {
    id,
    node_id: nodeId("T", id),
    name,
    slug: name,
    description: null,
    permission: "pull",
    type: "organization",
    url,
    html_url: `${webUrl(request)}/teams/${name}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}
