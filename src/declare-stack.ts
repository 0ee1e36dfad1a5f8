import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "./components/blueprint.ts";
import type { Reach, Secrets } from "./components/endpoints.ts";
import { estimateCost } from "./documents/cost.ts";
import { DEPLOYS, deploySettings } from "./documents/deploy-settings.ts";
import { leaveOutDiagnostics } from "./environment/diagnostics.ts";
import { Environment } from "./environment/environment.ts";
import type { HandedOn } from "./environment/handed-on.ts";
import { outputsOf } from "./environment/outputs.ts";
import type { Surroundings } from "./environment/surroundings.ts";
import { findResources } from "./typescript/resources.ts";
import { thingsOf } from "./typescript/things.ts";

/** What a stack is declared with, beside its blueprint. */
export interface With extends Pick<Surroundings, "shared"> {
  readonly handed: HandedOn;
  /** What its values lead to. */
  readonly reaches: readonly Reach[];
}

/** Declares the environment of a blueprint, and what stands beside it in a file of resources. Answers the stack's outputs. */
export async function declareStack(blueprint: Blueprint, { handed, shared, reaches }: With) {
  const declareResources = await findResources(handed.folder);
  if (!declareResources) leaveOutDiagnostics();
  const secrets = new pulumi.Config().getSecretObject<Secrets>("secrets") ?? pulumi.output<Secrets>({});
  const declared = new Environment(handed.project, { blueprint, secrets, shared });
  // An output, so that every preview shows what a change costs beside what it changes.
  const { low, high, pricesOf } = estimateCost(blueprint);
  const resources = await declareResources?.({
    ...thingsOf(blueprint, declared.fill),
    ...{ name: blueprint.stack, tier: blueprint.tier },
  });
  return {
    ...outputsOf(blueprint, declared, reaches),
    [DEPLOYS]: deploySettings(blueprint),
    cost: { low, high, unit: "USD a month", pricesOf },
    ...(resources !== undefined && { resources }),
  };
}
