import type { Blueprint, Texts } from "./blueprint.ts";
import { Evaluation } from "./evaluation.ts";
import { has, isObject, merge, type Raw } from "./merge.ts";
import { resolveApp, resolveBucket, resolveDatabase, resolvePipeline, resolveSite } from "./nouns.ts";
import { checkParity } from "./parity.ts";
import { checkPolicies } from "./policies.ts";
import { distinct, type Finding, finding, hasErrors } from "./problem.ts";
import { homeOf, type Scope } from "./references.ts";
import { type EnvironmentConfig, environmentSchema, type Tier, tiers } from "./schema/environment.ts";
import { parseWith, unkeepableKeys } from "./schema/findings.ts";
import { type SystemConfig, systemSchema } from "./schema/system.ts";
import { addressOf, type Late } from "./text.ts";
import { checkLimits } from "./vendor-limits.ts";

/** What a stack is made from, as it was written. */
export interface Written {
  /** Pulumi project, such as `plyr`. */
  readonly project: string;
  /** Stack, such as `staging`. */
  readonly stack: string;
  /** `<project>:system` of Pulumi.yaml. */
  readonly system: unknown;
  /** `<project>:environment` of Pulumi.<stack>.yaml. */
  readonly environment: unknown;
}

/** Which of the two objects a finding is about. */
export type Source = "system" | "environment";

export interface Resolution {
  /** Absent when an error was found. */
  readonly blueprint?: Blueprint;
  readonly findings: readonly (Finding & { readonly source: Source })[];
}

/**
 * Everything about one environment from what was written, or everything that is wrong with it. Pure: it reads no file,
 * no network and no Pulumi.
 */
export function resolve(written: Written): Resolution {
  const { system, environment } = written;
  const own: Raw = isObject(environment) ? environment : {};
  const ownKeys = Object.keys(environmentSchema.shape);
  const settings = Object.fromEntries(Object.entries(own).filter(([key]) => ownKeys.includes(key)));
  const overrides = Object.fromEntries(Object.entries(own).filter(([key]) => !ownKeys.includes(key)));

  const locate = (found: Finding, source?: Source) => ({
    ...found,
    source: source ?? sourceOf(found, system, overrides),
  });
  if (!isObject(system)) return { findings: [locate(missingSystem(written), "system")] };

  const unkeepable = [
    ...unkeepableKeys(system).map((found) => locate(found, "system")),
    ...unkeepableKeys(environment).map((found) => locate(found, "environment")),
  ];
  if (unkeepable.length > 0) return { findings: unkeepable };

  const parsedSettings = parseWith(environmentSchema, settings);
  const parsedSystem = parseWith(systemSchema, merge(system, overrides));
  const findings = [
    ...("findings" in parsedSettings ? parsedSettings.findings.map((found) => locate(found, "environment")) : []),
    ...("findings" in parsedSystem ? parsedSystem.findings.map((found) => locate(found)) : []),
  ];
  if (!("config" in parsedSettings) || !("config" in parsedSystem)) return { findings };

  const tier = parsedSettings.config.tier ?? tierOf(written.stack);
  if (!tier) return { findings: [locate(unknownTier(written.stack), "environment")] };
  const scope = scopeOf(written.stack, tier, parsedSettings.config, parsedSystem.config);
  const evaluation = new Evaluation(scope);
  const blueprint = build(written.project, scope, parsedSettings.config, evaluation);

  findings.push(
    ...distinct([...evaluation.findings, ...checkLimits(blueprint, scope.system), ...checkPolicies(blueprint)]).map(
      (found) => locate(found),
    ),
    ...checkParity(tier, system, overrides, parsedSettings.config.differs).map((found) => locate(found, "environment")),
  );
  return hasErrors(findings) ? { findings } : { blueprint, findings };
}

function build(project: string, scope: Scope, settings: EnvironmentConfig, evaluation: Evaluation): Blueprint {
  const { system, stack, tier, alias, suffix } = scope;
  const each = <N extends "apps" | "databases" | "buckets" | "sites", T>(noun: N, make: (key: string) => T): T[] =>
    Object.keys(system[noun]).flatMap((key) => (homeOf(scope, noun, key) ? [make(key)] : []));

  const databases = each("databases", (key) => resolveDatabase(key, evaluation));
  const buckets = each("buckets", (key) => resolveBucket(key, evaluation));
  const apps = each("apps", (key) => resolveApp(key, evaluation));
  const sites = each("sites", (key) => resolveSite(key, evaluation));
  const pipeline = resolvePipeline(settings.deploy, apps, evaluation);
  const [owner = "", name = ""] = (system.repository ?? "").split("/");

  return {
    project,
    title: system.title ?? project,
    stack,
    tier,
    alias,
    suffix,
    protect: settings.protect ?? tier === "production",
    ...(system.repository !== undefined && { repository: { owner, name } }),
    ...(system.neon && {
      neon: {
        ...(system.neon.organization !== undefined && { organization: system.neon.organization }),
        ...(system.neon.plan !== undefined && { plan: system.neon.plan }),
      },
    }),
    ...(system.cloudflare && { cloudflare: system.cloudflare }),
    apps,
    databases,
    buckets,
    sites,
    ...(pipeline && { pipeline }),
    monitoring: system.monitoring.map((line, i) => evaluation.name(line, ["monitoring", i])),
    generated: [...evaluation.generated.values()],
    // On a developer's machine nothing is deployed that could miss them: they stay blank in `.env`.
    secrets: tier === "development" ? [] : [...evaluation.secrets].sort(),
    needs: [...evaluation.needs.values()],
    shares: tier === "development" ? localValuesOf(apps, databases) : sharesOf({ apps, databases, sites }),
    sameEverywhere: evaluation.sameEverywhere,
    reasons: { ...evaluation.reasons, ...settings.differs },
  };
}

/** What other stacks may read of the things that this one owns for them. */
function sharesOf({ apps, databases, sites }: Pick<Blueprint, "apps" | "databases" | "sites">): Blueprint["shares"] {
  const texts = (noun: string, key: string, kind: string, values: Texts) =>
    Object.entries(values).map(([name, text]) => ({ address: `${noun}.${key}.${kind}.${name}`, text }));
  const owned = <T extends { shared?: unknown; home: { in: string } }>(things: readonly T[]) =>
    things.filter(({ shared, home }) => shared !== undefined && home.in === "stack");
  const lateShare = (of: "database" | "site", key: string, output: string, secret: boolean) => {
    const part = { of, key, output, secret };
    return { address: addressOf(part), text: { parts: [part] } };
  };
  return [
    ...owned(apps).flatMap((app) => [
      ...texts("apps", app.key, "secrets", app.secrets),
      ...texts("apps", app.key, "variables", app.variables),
    ]),
    ...owned(databases).flatMap(({ key }) => [
      ...["url", "pooledUrl", "password"].map((output) => lateShare("database", key, output, true)),
      ...["host", "pooledHost"].map((output) => lateShare("database", key, output, false)),
    ]),
    ...owned(sites).map(({ key }) => lateShare("site", key, "subdomain", false)),
  ];
}

/**
 * What a developer's machine must be told to run the apps, for its `.env`: every value of theirs that this stack makes.
 * Values that only a person has are not among them; they are asked for nowhere in development.
 */
function localValuesOf(apps: Blueprint["apps"], databases: Blueprint["databases"]): Blueprint["shares"] {
  const contained = databases.filter(({ provider }) => provider === "docker").map(({ key }) => key);
  const isMadeHere = (part: Late) =>
    part.of !== "secret" && part.stack === undefined && !(part.of === "database" && contained.includes(part.key));
  const texts = apps.flatMap(({ variables, secrets }) => [...Object.values(variables), ...Object.values(secrets)]);
  const made = texts
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (typeof part !== "string" && isMadeHere(part) ? [part] : []));
  const byAddress = new Map(made.map((part) => [addressOf(part), { parts: [part] }]));
  return [...byAddress].map(([address, text]) => ({ address, text }));
}

function scopeOf(stack: string, tier: Tier, settings: EnvironmentConfig, system: SystemConfig): Scope {
  const bare = tier === "production" || tier === "shared";
  return {
    stack,
    tier,
    alias: settings.alias ?? stack,
    suffix: settings.suffix ?? (bare ? "" : `-${stack}`),
    system,
  };
}

function tierOf(stack: string): Tier | undefined {
  const words: { [word: string]: Tier } = { dev: "development", local: "development", prod: "production" };
  if (/^(pr|review)-/.test(stack)) return "review";
  return tiers.find((tier) => tier === stack) ?? words[stack];
}

/** A finding is about the override when its path was written there, or when only its parent was. */
function sourceOf({ path }: Finding, system: unknown, overrides: Raw): Source {
  if (has(overrides, path)) return "environment";
  const parent = path.slice(0, -1);
  return !has(system, path) && has(overrides, parent) && !has(system, parent) ? "environment" : "system";
}
function missingSystem({ project }: Written): Finding {
  return finding(
    "missing-system",
    [],
    `There is no "${project}:system".`,
    `declare the system in Pulumi.yaml under config → ${project}:system → value; the README shows a small one`,
  );
}

function unknownTier(stack: string): Finding {
  return finding(
    "unknown-tier",
    ["tier"],
    `What kind of environment "${stack}" is does not follow from its name.`,
    `write "tier:" with one of ${tiers.join(", ")}`,
  );
}
