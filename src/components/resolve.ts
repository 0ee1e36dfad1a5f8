import { type Generated, Graph, type Need } from "../config/graph.ts";
import { at, has, isObject, merge, type Raw } from "../config/merge.ts";
import { checkParity } from "../config/parity.ts";
import { isWithin, type Refused, type Repaired, repair } from "../config/repair.ts";
import { type EnvironmentConfig, environmentSchema, type Tier, tiers } from "../config/schema/environment.ts";
import { parseWith, unkeepableKeys } from "../config/schema/findings.ts";
import { reviewSchema } from "../config/schema/review.ts";
import { isOwn, type Noun, nouns } from "../config/scope.ts";
import type { Path } from "../problem/path.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import { checkApp, resolveApp } from "./app/resolve.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkBucket, resolveBucket, warnOfUnreadKey } from "./bucket/resolve.ts";
import { type Claim, claimsOf } from "./claims.ts";
import { checkDatabase } from "./database/limits.ts";
import { placeDatabases } from "./database/placement.ts";
import { resolveDatabase } from "./database/resolve.ts";
import { type Lead, leadsOf, type Reach, reachesOf, type Secrets } from "./endpoints.ts";
import { checkKept, secretPaths } from "./kept.ts";
import { checkPipeline } from "./pipeline/limits.ts";
import { hasPipeline, resolvePipeline } from "./pipeline/resolve.ts";
import { lookUp } from "./references.ts";
import { isTemplate, TEMPLATE } from "./review/template.ts";
import { checkRotations } from "./rotation.ts";
import { localValuesOf, sharesOf } from "./shares.ts";
import { checkSite, hasSlot, resolveSite } from "./site/resolve.ts";
import { type SystemConfig, type SystemGraph, systemSchema } from "./system.ts";
import { thingsOf } from "./thing.ts";

/** What a stack is made from, as it was written. */
export interface ConfigSource {
  /** Pulumi project, such as `plyr`. */
  readonly project: string;
  /** Stack, such as `staging`. */
  readonly stack: string;
  /** `<project>:system` of Pulumi.yaml. */
  readonly system: unknown;
  /** `<project>:environment` of Pulumi.<stack>.yaml. */
  readonly environment: unknown;
  /** What kinds of environments the project's stacks are. Default: as their names say. */
  readonly tiers?: ReadonlyMap<string, Tier>;
  /** What a person has set under `<project>:secrets`. Default: it is encrypted, and only known when the stack runs. */
  readonly secrets?: Secrets;
  /** Resolves it as if every secret were kept: what is needed then is little. Default: as `kept` says. */
  readonly keepsAll?: boolean;
}

export type Vendor = "Fly" | "Neon" | "Cloudflare" | "GitHub";

/** Which of the two objects a problem is about. */
export type Source = "system" | "environment";

export interface Resolution {
  /** Absent when an error was found. */
  readonly blueprint?: Blueprint;
  /** Each problem's path is relative to its source. */
  readonly problems: readonly { readonly source: Source; readonly problem: Problem }[];
  /** What it declares, to be held against other stacks, as far as it is known. */
  readonly claims: readonly Claim[];
  /** What only a person has, as far as it is known. */
  readonly secrets: readonly string[];
  /** What only a person has and only kept values take, and one of those: it goes nowhere. */
  readonly unsent: readonly Need[];
  /** What it reads from other stacks, and by which of its values. */
  readonly needs: readonly Need[];
  /** Paths of the values that stay as their vendor has them. */
  readonly kept: readonly string[];
  /** What to write in place of values that nobody has yet, by path. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Vendors that it has things at, as far as it is known. */
  readonly vendors: readonly Vendor[];
  /** Values that may lead to stateful services, and those that they lead to. */
  readonly leads: readonly Lead[];
  readonly reaches: readonly Reach[];
}

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
  check(deploy, graph);
  checkSharedDatabases(graph, (owner) => written.tiers?.get(owner) ?? tierOf(owner, undefined));
  checkBranches(graph, written.tiers);
  for (const problem of checkKept(deploy.kept, graph)) add(problem, "environment");
  for (const problem of checkRotations(deploy.rotations, graph)) add(problem, "environment");
  for (const path of Object.keys(placed.placeholders)) {
    const words = path.split(".");
    if (at(placed, words) === undefined && at(deploy, words) === undefined) add(stalePlaceholder(path));
  }
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

function stalePlaceholder(path: string): Problem {
  return new Problem({
    code: "stale-placeholder",
    where: { path: ["placeholders", path] },
    what: `There is nothing at "${path}" that could be a placeholder.`,
    fix: "remove the line",
  });
}

/** The config, or everything that is wrong with it and what can be saved of it. */
function parse<S extends typeof environmentSchema | typeof systemSchema>(schema: S, value: unknown) {
  const parsed = parseWith(schema, value);
  const saved = "config" in parsed ? { config: parsed.config, refused: nothing } : repair(schema, value);
  return { ...(saved as Repaired<ReturnType<S["parse"]>>), problems: "problems" in parsed ? parsed.problems : [] };
}

const nothing: Refused = { broken: new Set(), doubtful: new Set() };

/** Evaluates everything that this environment has to do with. */
function check({ deploy }: EnvironmentConfig, graph: SystemGraph): void {
  for (const database of thingsOf("databases", graph)) checkDatabase(database, graph);
  for (const bucket of thingsOf("buckets", graph)) checkBucket(bucket, graph);
  for (const app of thingsOf("apps", graph)) checkApp(app, graph);
  for (const site of thingsOf("sites", graph)) checkSite(site, graph);
  checkPipeline(deploy, graph);
  graph.texts(["monitoring"]);
  warnOfUnreadKey(graph);
  warnOfSharedValues(graph);
}

/** A branch is a copy: nothing done to it reaches its parent, and all that its parent holds can be read in it. */
function checkBranches(graph: SystemGraph, tiers: ReadonlyMap<string, Tier> | undefined): void {
  for (const { key, config, ownership, path } of thingsOf("databases", graph)) {
    if (!config.branch || config.in !== undefined || ownership.in !== "stack") continue;
    const { of, data } = config.branch;
    if (tiers && !tiers.has(of)) {
      graph.report("unknown-stack", [...path, "branch", "of"], {
        what: `There is no stack "${of}".`,
        fix: `write one of ${[...tiers.keys()].filter((stack) => stack !== graph.scope.stack).join(", ")}`,
      });
    }
    // Of a pull request it is an error, which its own check tells.
    if (graph.scope.tier === "review" || data !== "all" || (tiers?.get(of) ?? tierOf(of, undefined)) !== "production")
      continue;
    graph.report("production-data", [...path, "branch"], {
      severity: "warning",
      what: `"${key}" starts with everything that production's database holds.`,
      why: "Whoever may read this environment may then read what customers wrote.",
      fix: 'write "data: schema", or branch off staging',
    });
  }
}

/** A test in one environment must never be able to change production's data. */
function checkSharedDatabases(graph: SystemGraph, tier: (stack: string) => Tier | undefined): void {
  for (const { key, ownership, path } of thingsOf("databases", graph)) {
    const read = [...graph.used.values()].some((part) => part.of === "database" && part.key === key);
    if (ownership.in !== "owner" || !read) continue;
    if (graph.scope.tier !== "production" && tier(ownership.stack) !== "production") continue;
    graph.report("shared-production-database", [...path, "shared"], {
      what: `Production's database "${key}" would be shared.`,
      why: "A test in one environment must never be able to change production's data.",
      fix: "give each environment a database of its own",
    });
  }
}

/** Values that are the same everywhere on purpose are shown each time, so that the decision stays a decision. */
function warnOfSharedValues(graph: SystemGraph): void {
  if (!isHeld(graph.scope.tier)) return;
  for (const [path, reason] of Object.entries(graph.sameEverywhere)) {
    graph.report("shared-value", path.split("."), {
      severity: "warning",
      what: `"${path}" has the same value in every environment.`,
      why: reason,
      fix: "give this environment a value of its own in its stack file when it should differ",
    });
  }
}

/** Copies of production; a developer's machine and the stack of what is shared are none. */
function isHeld(tier: Tier): boolean {
  return tier !== "development" && tier !== "shared";
}

function build(project: string, settings: EnvironmentConfig, graph: SystemGraph): Blueprint {
  const { system, stack, tier, alias, suffix } = graph.scope;
  const { neon, cloudflare, repository } = system;
  const databases = thingsOf("databases", graph).map((thing) => resolveDatabase(thing, graph));
  const buckets = thingsOf("buckets", graph).map((thing) => resolveBucket(thing, graph));
  const apps = thingsOf("apps", graph).map((thing) => resolveApp(thing, graph));
  const sites = thingsOf("sites", graph).map((thing) => resolveSite(thing, graph));
  const [owner = "", name = ""] = (repository ?? "").split("/");
  const needed = graph.needed.map(({ part }) => part);
  const isGenerated = ({ key }: Generated) => needed.some(({ of, key: one }) => of === "generated" && one === key);
  const shared = nouns.flatMap((noun) =>
    thingsOf(noun, graph).flatMap(({ key, config }) =>
      config.shared ? [[`${noun}.${key}`, config.shared.reason]] : [],
    ),
  );
  const template = isTemplate(stack, tier) ? templateOf(settings, graph) : undefined;
  return {
    ...{ project, title: system.title ?? project, stack, tier, alias, suffix },
    ...(template && { template }),
    ...(settings.pull && { pull: settings.pull }),
    protect: settings.protect ?? tier === "production",
    protectedThings: [],
    ...(repository !== undefined && { repository: { owner, name } }),
    ...(neon && {
      neon: {
        ...(neon.organization !== undefined && { organization: neon.organization }),
        ...(neon.plan !== undefined && { plan: neon.plan }),
      },
    }),
    ...(cloudflare && { cloudflare }),
    ...{ apps, databases, buckets, sites },
    ...(hasPipeline(graph) && { pipeline: resolvePipeline(settings.deploy, graph) }),
    monitoring: graph.texts(["monitoring"]),
    generated: [...graph.generated.values()].filter(isGenerated),
    storageKey: needed.some(isStorageKey),
    storage: { ...system.storage, keepOthers: graph.taken.some(isStorageKey) },
    secrets: secretsOf(graph),
    needs: needsOf(graph).map(({ part }) => part),
    kept: settings.kept,
    rotations: settings.rotations,
    shares: tier === "development" ? localValuesOf({ apps, databases, sites }) : sharesOf({ apps, databases, sites }),
    sameEverywhere: graph.sameEverywhere,
    reasons: { ...Object.fromEntries(shared), ...settings.differs },
  };
}

function templateOf({ review, deploy }: EnvironmentConfig, { scope }: SystemGraph): NonNullable<Blueprint["template"]> {
  const { product } = scope.system.pipeline;
  const workflow = product === undefined ? "review-app.yml" : `review-app-${product}.yml`;
  return {
    ...(review ?? reviewSchema.parse({})),
    ...(product !== undefined && { product }),
    workflow: deploy.workflow ?? `.github/workflows/${workflow}`,
  };
}

function isStorageKey({ of, stack }: Need["part"]): boolean {
  return of === "storage" && stack === undefined;
}

function needsOf({ needed }: SystemGraph): Need[] {
  return needed.filter(({ part }) => part.stack !== undefined);
}

/** On a developer's machine nothing is deployed that could miss them: they stay blank in `.env`. */
function secretsOf({ needed, scope }: SystemGraph): string[] {
  if (scope.tier === "development") return [];
  return needed.flatMap(({ part: { of, key } }) => (of === "secret" ? [key] : [])).sort();
}

/** Who must be called to declare what this stack has. */
function vendorsOf(graph: SystemGraph): Vendor[] {
  const mine = <N extends Noun>(noun: N) => thingsOf(noun, graph).filter(isOwn);
  const providers = mine("databases").map(({ config }) => config.provider);
  const slots = thingsOf("sites", graph).some((site) => site.ownership.in === "stack" || hasSlot(site, graph));
  const domains = mine("apps").some(({ config }) => config.domains.length > 0);
  return [
    ...(mine("apps").length > 0 || providers.includes("fly") ? ["Fly" as const] : []),
    ...(providers.includes("neon") ? ["Neon" as const] : []),
    ...(thingsOf("buckets", graph).length > 0 || slots || domains ? ["Cloudflare" as const] : []),
    ...(hasPipeline(graph) ? ["GitHub" as const] : []),
  ];
}

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

/** What kind of environment a stack is: as its file says, or its name. */
export function tierOf(stack: string, environment: unknown): Tier | undefined {
  const said = tiers.find((tier) => tier === at(environment, ["tier"]));
  if (said) return said;
  const words: { [word: string]: Tier } = { dev: "development", local: "development", prod: "production" };
  if (/^(pr|review)-/.test(stack)) return "review";
  return tiers.find((tier) => tier === stack) ?? words[stack];
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

function unknownTier(stack: string): Problem {
  return new Problem({
    code: "unknown-tier",
    where: { path: ["tier"] },
    what: `What kind of environment "${stack}" is does not follow from its name.`,
    fix: `write "tier:" with one of ${tiers.join(", ")}`,
  });
}
