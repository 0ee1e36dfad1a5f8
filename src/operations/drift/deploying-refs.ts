import type { DeploymentPolicy } from "../../clouds/github/deployment-policies.ts";
import type { PipelineBlueprint } from "../../components/blueprint.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { EngineStep } from "../engine/events.ts";
import type { ProductRepository } from "../github/product-repository.ts";
import type { Findings } from "./findings.ts";
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
  steps: readonly EngineStep[] | Promise<readonly EngineStep[]>,
): Promise<Findings> {
  if (branches.length + tags.length === 0) return {};
  const resource = `github deployment policies of ${environment}`;
  try {
    const policies = (await github.deploymentPolicies.list(environment)) ?? [];
    const known = new Set([
      ...branches.map((pattern) => nameRef("branch", pattern)),
      ...tags.map((pattern) => nameRef("tag", pattern)),
      ...(await steps).flatMap(readRefs),
    ]);
    const added = policies.filter(({ type, pattern }) => !known.has(nameRef(type, pattern)));
    if (added.length === 0) return {};
    const list = `repos/${name}/environments/${encodeURIComponent(environment)}/deployment-branch-policies`;
    const drift: CloudDrift = {
      urn: `github-deployment-policies:${environment}`,
      resource,
      action: "update",
      stateful: false,
      properties: added.map(({ type, pattern }) => ({
        ...{ path: "refs", kind: "add", values: "shown", replaces: false },
        after: nameRef(type, pattern),
      })),
      cure: {
        fix: "name them under deploy and import their policies to keep them, or take them away",
        commands: added.map(({ id }) => line`gh api -X DELETE ${list}/${id}`),
      },
    };
    return { cloud: [drift] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { unknown: [{ resource, why: error.message }] };
  }
}

/** As the state has it and as it was read: the refresh reports one that was edited. */
function readRefs({ type, old, new: now }: EngineStep): string[] {
  if (type !== policyType) return [];
  return [old, now].flatMap((state) => {
    const { branchPattern, tagPattern } = state?.inputs ?? {};
    return [
      ...(typeof branchPattern === "string" ? [nameRef("branch", branchPattern)] : []),
      ...(typeof tagPattern === "string" ? [nameRef("tag", tagPattern)] : []),
    ];
  });
}

function nameRef(type: DeploymentPolicy["type"], pattern: string): string {
  return `${type} ${pattern}`;
}
