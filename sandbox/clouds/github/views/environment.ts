import type { JsonObject } from "../../core/cloud.ts";
import { apiUrl, nodeId, webUrl } from "../answer.ts";
import type { Environment, GithubRequest, Repository } from "../entities.ts";
import { describeUser } from "./owner.ts";
import { repositoryUrl } from "./repository.ts";

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
