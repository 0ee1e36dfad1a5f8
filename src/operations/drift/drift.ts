import type { FlyClient } from "../../clouds/fly/client.ts";
import type { Blueprint } from "../../components/blueprint.ts";
import { changesIn } from "../engine/changes.ts";
import type { EngineStep } from "../engine/events.ts";
import { isResource, nameResource } from "../engine/resource-change.ts";
import type { EngineRun } from "../engine/run.ts";
import { connectProductRepository } from "../github/product-repository.ts";
import { readApps } from "./apps.ts";
import { findDeployingRefs } from "./deploying-refs.ts";
import { compareByEngine } from "./engine.ts";
import { findExposed } from "./exposed.ts";
import { type Findings, gather } from "./findings.ts";
import { compareClouds } from "./refresh.ts";
import type { DriftReport } from "./report.ts";
import { findEndingToken } from "./token.ts";

export interface DriftOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Absent when its config is wrong; then the engine says what is. */
  readonly blueprint: Blueprint | undefined;
  /** Called when the stack has apps at Fly. */
  readonly fly: () => Promise<FlyClient>;
  /** Holds the tokens in use. */
  readonly env: NodeJS.ProcessEnv;
  readonly today: Date;
}

/**
 * Compares cloud, state and config of one stack. Reads only: the engine previews a refresh (cloud against state) and an update (config
 * against state). What flyctl made is asked of Fly.
 * @throws Problem when there is no pulumi; whatever cannot be read is in the report
 */
export async function findDrift({ project, stack, blueprint, fly, env, today }: DriftOptions): Promise<DriftReport> {
  const repository = blueprint && connectProductRepository(blueprint, env);
  // Without a pipeline nothing of the stack is at GitHub.
  const product = blueprint?.pipeline && repository && { pipeline: blueprint.pipeline, repository };
  const engine = compareByEngine({ project, stack });
  const steps = engine.then(({ read, planned }) => [...read, ...planned]);
  const [{ refresh, read, update, planned }, apps, ending, exposed, refs] = await Promise.all([
    engine,
    readApps(blueprint, fly),
    product ? findEndingToken(product.repository, today) : [],
    findExposed(blueprint, fly, steps),
    product ? findDeployingRefs(product.pipeline, product.repository, steps) : {},
  ]);
  const found = gather([
    await compareClouds(refresh, read, { stack, planned, repository, today }),
    compareConfig(update, planned),
    ...apps,
    ...exposed,
    refs,
    { broken: ending },
  ]);
  const drifted = found.cloud.length + found.config.length + found.broken.length > 0;
  const named = new Set(
    [...found.cloud, ...found.config, ...found.broken, ...found.unknown].map(({ resource }) => resource),
  );
  return {
    stack,
    outcome: drifted ? "drift" : found.unknown.length > 0 ? "unknown" : "clean",
    ...found,
    clean: read.filter((step) => isResource(step) && !named.has(nameResource(step.urn))).length,
  };
}

/** Compares config and state. Without an update that came to its end nobody knows whether the config was applied. */
function compareConfig(update: EngineRun, planned: readonly EngineStep[]): Findings {
  const why = update.errors.map(({ message }) => message).join("\n");
  return { config: changesIn(planned), unknown: update.ok ? [] : [{ resource: "config", why }] };
}
