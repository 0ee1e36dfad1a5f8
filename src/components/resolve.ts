import { Graph } from "../config/graph.ts";
import { has, isObject, merge, type Raw } from "../config/merge.ts";
import { checkParity } from "../config/parity.ts";
import { isWithin, type Refused, type Repaired, repair } from "../config/repair.ts";
import { type EnvironmentConfig, environmentSchema, type Tier } from "../config/schema/environment.ts";
import { parseWith, unkeepableKeys } from "../config/schema/findings.ts";
import type { Path } from "../problem/path.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import { build } from "./build.ts";
import { claimsOf } from "./claims.ts";
import { placeDatabases } from "./database/placement.ts";
import { leadsOf, reachesOf } from "./endpoints.ts";
import { checkKept, secretPaths } from "./kept.ts";
import { needsOf, secretsOf, vendorsOf } from "./needs.ts";
import { lookUp } from "./references.ts";
import type { ConfigSource, Resolution, Source } from "./resolution.ts";
import { isTemplate, TEMPLATE } from "./review/template.ts";
import { checkRotations } from "./rotation.ts";
import { checkBranches, checkPlaceholderPaths, checkSharedDatabases, checkThings } from "./rules.ts";
import { type SystemConfig, type SystemGraph, systemSchema } from "./system.ts";
import { isHeld, tierOf, unknownTier } from "./tier.ts";

/**
 * Everything about one environment from what was written, or everything that is wrong with it, at once: what one rule has
 * refused is left out of the next, and the rest is checked. Pure: it reads no file, no network and no Pulumi.
 */
export function resolve(written: ConfigSource): Resolution {
  const { system, environment } = written;
  const own: Raw = isObject(environment) ? environment : {};
  const isSetting = (key: string) => Object.hasOwn(environmentSchema.shape, key);
  const settings = Object.fromEntries(Object.entries(own).filter(([key]) => isSetting(key)));
  const overrides = Object.fromEntries(Object.entries(own).filter(([key]) => !isSetting(key)));
  const problems: { source: Source; problem: Problem }[] = [];
  const add = (problem: Problem, source?: Source) =>
    problems.push({ problem, source: source ?? sourceOf(problem.path, system, overrides) });
  const stop = () => ({
    problems,
    claims: [],
    secrets: [],
    unsent: [],
    needs: [],
    kept: [],
    placeholders: {},
    vendors: [],
    leads: [],
    reaches: [],
  });

  if (!isObject(system)) {
    add(missingSystem(written), "system");
    return stop();
  }
  for (const problem of unkeepableKeys(system)) add(problem, "system");
  for (const problem of unkeepableKeys(environment)) add(problem, "environment");
  if (problems.length > 0) return stop();

  const parsedSettings = parse(environmentSchema, settings);
  const parsedSystem = parse(systemSchema, merge(system, overrides));
  for (const problem of parsedSettings.problems) add(problem, "environment");
  for (const problem of parsedSystem.problems) add(problem);
  const tier = tierOf(written.stack, environment);
  if (!tier) add(unknownTier(written.stack), "environment");
  if (!tier || !parsedSettings.config || !parsedSystem.config) return stop();

  const deploy = parsedSettings.config;
  const placed = { ...parsedSystem.config, databases: placeDatabases(parsedSystem.config.databases) };
  const scope = scopeOf(written.stack, tier, deploy, placed);
  const kept = written.keepsAll ? secretPaths(new Graph(scope, lookUp)) : deploy.kept;
  const graph = new Graph(scope, lookUp, parsedSystem.refused, kept);
  checkThings(deploy, graph);
  checkSharedDatabases(graph, (owner) => written.tiers?.get(owner) ?? tierOf(owner, undefined));
  checkBranches(graph, written.tiers);
  for (const problem of checkKept(deploy.kept, graph)) add(problem, "environment");
  for (const problem of checkRotations(deploy.rotations, graph)) add(problem, "environment");
  for (const problem of checkPlaceholderPaths(Object.keys(placed.placeholders), [placed, deploy])) add(problem);
  for (const problem of graph.problems) add(problem);
  const parity = { schema: systemSchema, system, overrides, reasons: deploy.differs, held: isHeld(tier) };
  for (const problem of checkParity(parity)) {
    if (!isWithin(parsedSystem.refused.broken, problem.path)) add(problem, "environment");
  }
  const wrong = hasErrors(problems.map(({ problem }) => problem));
  const found = {
    ...(!wrong && { blueprint: build(written.project, deploy, graph) }),
    problems,
    claims: claimsOf(graph),
    secrets: secretsOf(graph),
    unsent: graph.unneeded.filter(({ part }) => part.of === "secret"),
    needs: needsOf(graph),
    kept: deploy.kept,
    placeholders: placed.placeholders,
    vendors: vendorsOf(graph),
  };
  // Last: it asks for values that this stack may not need, and what is asked for counts as needed.
  const leads = leadsOf(graph);
  return { ...found, leads, reaches: reachesOf(leads, written.secrets) };
}

/** The config, or everything that is wrong with it and what can be saved of it. */
function parse<S extends typeof environmentSchema | typeof systemSchema>(schema: S, value: unknown) {
  const parsed = parseWith(schema, value);
  const saved = "config" in parsed ? { config: parsed.config, refused: nothing } : repair(schema, value);
  return { ...(saved as Repaired<ReturnType<S["parse"]>>), problems: "problems" in parsed ? parsed.problems : [] };
}

const nothing: Refused = { broken: new Set(), doubtful: new Set() };

function scopeOf(stack: string, tier: Tier, settings: EnvironmentConfig, system: SystemConfig): SystemGraph["scope"] {
  const bare = tier === "production" || tier === "shared";
  const pull = settings.pull ?? (isTemplate(stack, tier) ? { branch: TEMPLATE } : undefined);
  return {
    stack,
    tier,
    alias: settings.alias ?? stack,
    suffix: settings.suffix ?? (bare ? "" : `-${stack}`),
    ...(pull && { pull }),
    system,
  };
}

/** A problem is about the override when its path was written there, or when only its parent was. */
function sourceOf(path: Path, system: unknown, overrides: Raw): Source {
  if (has(overrides, path)) return "environment";
  const parent = path.slice(0, -1);
  return !has(system, path) && has(overrides, parent) && !has(system, parent) ? "environment" : "system";
}

function missingSystem({ project }: ConfigSource): Problem {
  return new Problem({
    code: "missing-system",
    where: { path: [] },
    what: `There is no "${project}:system".`,
    fix: `declare the system in Pulumi.yaml under config → ${project}:system → value; the README shows a small one`,
  });
}
