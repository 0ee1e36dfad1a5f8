import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "./components/endpoints.ts";
import { Project } from "./components/project.ts";
import { templateIsNoStack } from "./components/review/template.ts";
import { missingSecrets, unsentSecrets } from "./components/secret/missing.ts";
import { isObject } from "./config/merge.ts";
import { estimateCost } from "./documents/cost.ts";
import { DEPLOYS, deploySettings } from "./documents/deploy-settings.ts";
import { checkCredentials } from "./environment/credentials.ts";
import { leaveOutDiagnostics } from "./environment/diagnostics.ts";
import { Environment } from "./environment/environment.ts";
import { findLetGo } from "./environment/let-go.ts";
import { holdHeapSmall } from "./environment/memory.ts";
import { outputsOf } from "./environment/outputs.ts";
import { readOwners } from "./environment/owners.ts";
import { checkPlaceholders } from "./environment/placeholders.ts";
import { compareReaches } from "./environment/reaches.ts";
import { hasErrors, type Problem } from "./problem/problem.ts";
import { renderProblems } from "./problem/text.ts";
import { findResources } from "./typescript/resources.ts";
import { thingsOf } from "./typescript/things.ts";

/** The program of every stack: its config becomes a blueprint, the blueprint an environment. */
export default async function declare() {
  holdHeapSmall();
  const stack = pulumi.getStack();
  const config = new pulumi.Config();
  const project = new Project(pulumi.getRootDirectory());
  const secretValues = handedOn(`${project.name}:secrets`);
  const { blueprints, problems, resolutions } = project.resolve({
    stack,
    system: handedOn(`${project.name}:system`),
    environment: handedOn(`${project.name}:environment`),
    secrets: isObject(secretValues) ? (secretValues as Secrets) : {},
    kept: JSON.parse(process.env["PARITY_KEPT"] ?? "[]") as string[],
    secretKeys: JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[],
  });
  const named = { project: project.name, stack };
  const {
    secrets: needed = [],
    unsent = [],
    vendors = [],
    needs = [],
    reaches = [],
    placeholders = {},
  } = resolutions.get(stack) ?? {};
  const written = new Map([...resolutions].map(([name, resolution]) => [name, resolution.reaches]));
  const blueprint = blueprints.get(stack);
  const [shared, together, letGo, declareResources] = await Promise.all([
    readOwners(
      stack,
      needs.map(({ part }) => part),
    ),
    compareReaches(stack, written),
    blueprint ? findLetGo(blueprint) : [],
    findResources(project.folder),
  ]);
  if (blueprint?.template) return stop([templateIsNoStack()]);
  const found = [
    ...(problems.get(stack) ?? []),
    ...missingSecrets(named, needed, project.secretsOf(stack)),
    ...unsentSecrets(named, unsent, project.secretsOf(stack)),
    ...checkPlaceholders(placeholders, process.env).map((problem) => problem.at(project.placeOf(stack, problem.path))),
    ...checkCredentials(stack, vendors, process.env, (key) => project.has(stack, key)),
    ...shared.problems,
    ...[...together, ...letGo].map((problem) => problem.at(project.placeOf(stack, problem.path))),
  ];
  if (!blueprint || hasErrors(found)) return stop(found);
  if (!declareResources) leaveOutDiagnostics();
  if (found.length > 0) await pulumi.log.warn(renderProblems(found));

  const secrets = config.getSecretObject<Secrets>("secrets") ?? pulumi.output<Secrets>({});
  const declared = new Environment(project.name, { blueprint, secrets, shared: shared.values });
  // An output, so that every preview shows what a change costs beside what it changes.
  const { low, high, pricesOf } = estimateCost(blueprint);
  const deploys = { [DEPLOYS]: deploySettings(blueprint) };
  const resources = await declareResources?.({
    ...thingsOf(blueprint, declared.fill),
    ...{ name: stack, tier: blueprint.tier },
  });
  return {
    ...outputsOf(blueprint, declared, reaches),
    ...deploys,
    cost: { low, high, unit: "USD a month", pricesOf },
    ...(resources !== undefined && { resources }),
  };
}

/** A setting as the engine hands it on. What is not JSON is answered as it is: it cannot be what a file says. */
function handedOn(key: string): unknown {
  const text = pulumi.runtime.getConfig(key) ?? "";
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function stop(problems: readonly Problem[]): never {
  const error = new pulumi.RunError(`\n${renderProblems(problems)}. Nothing was changed.`);
  // Nobody is shown it, and Node.js 20 spends fifteen seconds and a gigabyte on colouring one that ends in the SDK's frames
  // (util.inspect, markNodeModules, as the SDK's runner calls it).
  error.stack = error.message;
  throw error;
}
