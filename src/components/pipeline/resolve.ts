import type { DeployConfig } from "../../config/schema/environment.ts";
import { isOwn } from "../../config/scope.ts";
import type { Templates } from "../../config/template.ts";
import type { SystemGraph } from "../system.ts";
import { thingsOf, valuesAt } from "../thing.ts";

export interface PipelineBlueprint extends Omit<DeployConfig, "workflow"> {
  /** Name of the product among those of one repository. */
  readonly product?: string;
  /** Name of the GitHub environment. */
  readonly environment: string;
  /** Refs that may deploy. Empty: every ref. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Fly deploy tokens by secret name: each may deploy one app and nothing else. */
  readonly tokens: { readonly [secret: string]: { readonly app: string } };
  readonly variables: Templates;
  readonly secrets: Templates;
  /** Names of secrets that stay as GitHub has them, also of deploy tokens. */
  readonly kept: readonly string[];
  /** Path of the deploy workflow. */
  readonly workflow: string;
  /** Commands that must pass before a deployment, by job name. */
  readonly checks: { readonly [job: string]: string };
  /** Path of the workflow that runs the checks, when deployments wait for it. */
  readonly ci?: string;
}

/** Name of a stack's GitHub environment, and of its workflows. */
export function environmentName({ stack, system }: SystemGraph["scope"]): string {
  const { product } = system.pipeline;
  return product === undefined ? stack : `${product}-${stack}`;
}

/**
 * The GitHub environment; there is none for a developer's machine, and none without a repository. Nor for a pull request: whoever
 * may make one may write production's secrets too (GitHub has one permission, Administration, for all of a repository's).
 */
export function hasPipeline({ scope: { tier, system } }: SystemGraph): boolean {
  return tier !== "development" && tier !== "review" && system.repository !== undefined;
}

export function resolvePipeline(deploy: DeployConfig, graph: SystemGraph): PipelineBlueprint {
  const { tier, system } = graph.scope;
  const { push, release, workflow } = deploy.on;
  const { product, checks, ci } = system.pipeline;
  const environment = environmentName(graph.scope);
  const values = (field: "variables" | "secrets") => (tier === "shared" ? {} : valuesAt(["pipeline", field], graph));
  const written = graph.evaluate(deploy.workflow ?? `.github/workflows/deploy-${environment}.yml`, [
    "deploy",
    "workflow",
  ]);
  return {
    ...deploy,
    ...(product !== undefined && { product }),
    environment,
    workflow: (written && graph.require(written, ["deploy", "workflow"])) ?? "",
    checks,
    ...(ci !== undefined && { ci }),
    branches: [...new Set([...(push?.branches ?? []), ...(workflow?.branches ?? [])])],
    tags: [...new Set([...(push?.tags ?? []), ...(release?.tags ?? []), ...(workflow?.tags ?? [])])],
    tokens: tokensOf(graph),
    variables: values("variables"),
    secrets: values("secrets"),
    kept: graph.keptAt(["pipeline", "secrets"]),
  };
}

/** One app: `FLY_API_TOKEN`, which flyctl reads. Several: one name each, so that no job holds another's. */
export function tokensOf(graph: SystemGraph): PipelineBlueprint["tokens"] {
  const apps = thingsOf("apps", graph).filter(isOwn);
  const nameOf = (key: string) => `FLY_API_TOKEN_${key.toUpperCase().replaceAll("-", "_")}`;
  return Object.fromEntries(apps.map(({ key }) => [apps.length === 1 ? "FLY_API_TOKEN" : nameOf(key), { app: key }]));
}
