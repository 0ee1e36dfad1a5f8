import { reasonOf } from "../../clouds/reason.ts";
import type { PipelineBlueprint } from "../../config/blueprint.ts";
import type { EngineStep } from "../engine/events.ts";
import type { Findings } from "./findings.ts";
import type { ProductRepository } from "./product-repository.ts";
import type { CloudDrift } from "./report.ts";

const policyType = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";

/**
 * Refs that somebody let deploy to a stack's GitHub environment beside those of its config and state: whoever may push one
 * has the environment's secrets. A refresh reads each policy of the state by its id, and so sees no other. `steps` are what
 * the engine said of the state. An environment that declares no ref is open to all of them.
 */
export async function findDeployingRefs(
  { environment, branches, tags }: PipelineBlueprint,
  { name, github }: ProductRepository,
  steps: readonly EngineStep[],
): Promise<Findings> {
  if (branches.length + tags.length === 0) return {};
  const known = new Set([...branches.map(nameBranch), ...tags.map(nameTag), ...steps.flatMap(readRefs)]);
  const resource = `github deployment policies of ${environment}`;
  try {
    const policies = (await github.deploymentPolicies.list(environment)) ?? [];
    const named = policies.map(({ id, type, pattern }) => ({
      id,
      ref: type === "tag" ? nameTag(pattern) : nameBranch(pattern),
    }));
    const added = named.filter(({ ref }) => !known.has(ref));
    if (added.length === 0) return {};
    const list = `repos/${name}/environments/${encodeURIComponent(environment)}/deployment-branch-policies`;
    const drift: CloudDrift = {
      urn: `github-deployment-policies:${environment}`,
      resource,
      action: "update",
      stateful: false,
      properties: added.map(({ ref }) => ({ path: "refs", kind: "add", values: "shown", after: ref, replaces: false })),
      fix: {
        advice: "name them under deploy and import their policies to keep them, or take them away",
        command: added.map(({ id }) => `gh api -X DELETE ${list}/${id}`).join(" && "),
      },
    };
    return { cloud: [drift] };
  } catch (error) {
    return { unknown: [{ resource, why: reasonOf(error) }] };
  }
}

function readRefs({ type, old, new: now }: EngineStep): string[] {
  if (type !== policyType) return [];
  return [old, now].flatMap((state) => {
    const { branchPattern, tagPattern } = state?.inputs ?? {};
    return [
      ...(typeof branchPattern === "string" ? [nameBranch(branchPattern)] : []),
      ...(typeof tagPattern === "string" ? [nameTag(tagPattern)] : []),
    ];
  });
}

function nameBranch(pattern: string): string {
  return `branch ${pattern}`;
}

function nameTag(pattern: string): string {
  return `tag ${pattern}`;
}
