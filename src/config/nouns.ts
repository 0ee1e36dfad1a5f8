import { pagesSlot } from "../vendors/cloudflare/pages.ts";
import type {
  AppBlueprint,
  BucketBlueprint,
  DatabaseBlueprint,
  Home,
  PipelineBlueprint,
  SiteBlueprint,
  Texts,
} from "./blueprint.ts";
import type { Evaluation } from "./evaluation.ts";
import { appHost, homeOf, siteHost } from "./references.ts";
import type { DeployConfig } from "./schema/environment.ts";
import type { SystemConfig } from "./schema/system.ts";
import type { Value } from "./schema/value.ts";
import { concat, known, literal } from "./text.ts";

type Noun = "apps" | "databases" | "buckets" | "sites";

function configOf<N extends Noun>(noun: N, key: string, evaluation: Evaluation) {
  const { scope } = evaluation;
  const config = (scope.system[noun] as { readonly [key: string]: SystemConfig[N][string] })[key];
  const home = homeOf(scope, noun, key);
  if (!config || !home) throw new Error(`${noun}.${key} is not part of the stack ${scope.stack}`);
  if (config.shared) evaluation.reasons[`${noun}.${key}`] = config.shared.reason;
  return { config, home };
}

export function resolveApp(key: string, evaluation: Evaluation): AppBlueprint {
  const { config, home } = configOf("apps", key, evaluation);
  const { fly } = evaluation.scope.system;
  const organization = config.organization ?? fly?.organization;
  const regions = config.regions ?? (fly ? { [fly.region]: 1 } : undefined);
  if (home.in !== "local" && (organization === undefined || regions === undefined)) {
    const fix = 'add "fly: { organization, region }" to the system';
    evaluation.report("missing-value", ["fly"], `"fly" is missing, and "apps.${key}" runs there.`, fix);
  }
  if (home.in === "local" && config.local === undefined) {
    const fix = 'add "local: { port, command }" to it';
    evaluation.report(
      "missing-value",
      ["apps", key, "local"],
      `How "${key}" runs on a developer's machine is missing.`,
      fix,
    );
  }
  const host = known(appHost(key, evaluation)) ?? "";
  return {
    ...config,
    key,
    home,
    name: evaluation.name(config.name, ["apps", key, "name"]),
    organization: evaluation.name(organization ?? "", ["apps", key, "organization"]),
    regions: regions ?? {},
    domains: config.domains.map((domain, i) => evaluation.name(domain, ["apps", key, "domains", i])),
    ...(config.config !== undefined && { config: evaluation.name(config.config, ["apps", key, "config"]) }),
    ...(config.dockerfile !== undefined && {
      dockerfile: evaluation.name(config.dockerfile, ["apps", key, "dockerfile"]),
    }),
    host,
    url: `${home.in === "local" ? "http" : "https"}://${host}`,
    buildArgs: ownTexts(home, config.buildArgs, (value, name) =>
      evaluation.plain(value, ["apps", key, "buildArgs", name]),
    ),
    variables: ownTexts(home, config.variables, (value, name) =>
      evaluation.plain(value, ["apps", key, "variables", name]),
    ),
    secrets: ownTexts(home, config.secrets, (value, name) => evaluation.value(value, ["apps", key, "secrets", name])),
  };
}

export function resolveDatabase(key: string, evaluation: Evaluation): DatabaseBlueprint {
  const { config, home } = configOf("databases", key, evaluation);
  const { neon, fly } = evaluation.scope.system;
  const places = { neon: neon?.region, fly: fly?.region, docker: "local" };
  const region = config.region ?? places[config.provider];
  if (region === undefined) {
    const fix = `add "${config.provider}: { region }" to the system`;
    evaluation.report(
      "missing-value",
      [config.provider],
      `"${config.provider}" is missing, and "databases.${key}" is there.`,
      fix,
    );
  }
  const database = config.database ?? key;
  return {
    ...config,
    key,
    home,
    name: evaluation.name(config.name, ["databases", key, "name"]),
    organization: config.provider === "fly" ? evaluation.name(fly?.organization ?? "", ["fly", "organization"]) : "",
    database,
    role: config.role ?? `${database}_owner`,
    postgres: config.postgres ?? neon?.postgres ?? 17,
    region: region ?? "",
  };
}

export function resolveBucket(key: string, evaluation: Evaluation): BucketBlueprint {
  const { config, home } = configOf("buckets", key, evaluation);
  if (!evaluation.scope.system.cloudflare) {
    evaluation.report(
      "missing-value",
      ["cloudflare"],
      `"cloudflare" is missing, and "buckets.${key}" is there.`,
      'add "cloudflare: { account }" to the system',
    );
  }
  const origins = config.cors?.origins ?? [];
  return {
    ...config,
    key,
    home,
    name: evaluation.name(config.name, ["buckets", key, "name"]),
    origins: origins.map((origin, i) => evaluation.plain(origin, ["buckets", key, "cors", "origins", i])),
  };
}

export function resolveSite(key: string, evaluation: Evaluation): SiteBlueprint {
  const { config, home } = configOf("sites", key, evaluation);
  const { system, tier } = evaluation.scope;
  if (home.in !== "local" && !system.cloudflare) {
    evaluation.report(
      "missing-value",
      ["cloudflare"],
      `"cloudflare" is missing, and "sites.${key}" is there.`,
      'add "cloudflare: { account }" to the system',
    );
  }
  const at = (field: string) => ["sites", key, field];
  const branch = evaluation.name(config.branch, at("branch"));
  const productionBranch = evaluation.name(config.productionBranch, at("productionBranch"));
  const host = siteHost(key, evaluation);
  const hasSlot = home.in !== "local" && tier !== "shared";
  const values = (
    field: "variables" | "secrets",
    read: (value: Value, name: string) => ReturnType<Evaluation["value"]>,
  ) => (hasSlot ? mapValues(config[field], read) : {});
  return {
    ...config,
    key,
    home,
    project: evaluation.name(config.project, at("project")),
    branch,
    productionBranch,
    ...(hasSlot && { slot: pagesSlot({ branch, productionBranch }) }),
    domains: config.domains.map((domain, i) => evaluation.name(domain, [...at("domains"), i])),
    ...(hasSlot &&
      config.domains.length > 0 && { subdomain: evaluation.text(`\${sites.${key}.subdomain}`, at("domains")) }),
    host,
    url: concat(literal(home.in === "local" ? "http://" : "https://"), host),
    variables: values("variables", (value, name) => evaluation.plain(value, [...at("variables"), name])),
    secrets: values("secrets", (value, name) => evaluation.value(value, [...at("secrets"), name])),
  };
}

/** The GitHub environment; there is none for a developer's machine, and none without a repository. */
export function resolvePipeline(
  deploy: DeployConfig,
  apps: readonly AppBlueprint[],
  evaluation: Evaluation,
): PipelineBlueprint | undefined {
  const { stack, tier, system } = evaluation.scope;
  if (tier === "development" || system.repository === undefined) return undefined;
  const { push, release, workflow } = deploy.on;
  const { variables, secrets } = tier === "shared" ? { variables: {}, secrets: {} } : system.pipeline;
  return {
    ...deploy,
    environment: stack,
    workflow: evaluation.name(deploy.workflow ?? `.github/workflows/deploy-${stack}.yml`, ["deploy", "workflow"]),
    checks: system.pipeline.checks,
    ...(system.pipeline.ci !== undefined && { ci: system.pipeline.ci }),
    branches: [...new Set([...(push?.branches ?? []), ...(workflow?.branches ?? [])])],
    tags: [...new Set([...(push?.tags ?? []), ...(release?.tags ?? []), ...(workflow?.tags ?? [])])],
    tokens: tokensOf(apps.filter(({ home }) => home.in === "stack")),
    variables: mapValues(variables, (value, name) => evaluation.plain(value, ["pipeline", "variables", name])),
    secrets: mapValues(secrets, (value, name) => evaluation.value(value, ["pipeline", "secrets", name])),
  };
}

/** One app: `FLY_API_TOKEN`, which flyctl reads by itself. Several: one name each, so that no job holds another's. */
function tokensOf(apps: readonly AppBlueprint[]): PipelineBlueprint["tokens"] {
  const [only, ...more] = apps;
  if (only && more.length === 0) return { FLY_API_TOKEN: { app: only.key } };
  const nameOf = (key: string) => `FLY_API_TOKEN_${key.toUpperCase().replaceAll("-", "_")}`;
  return Object.fromEntries(apps.map(({ key }) => [nameOf(key), { app: key }]));
}

/** What another stack owns is evaluated there, and read from it: only the owner can know its values. */
function ownTexts(
  home: Home,
  values: { [name: string]: Value },
  read: (value: Value, name: string) => ReturnType<Evaluation["value"]>,
): Texts {
  return home.in === "owner" ? {} : mapValues(values, read);
}

function mapValues(
  values: { [name: string]: Value },
  read: (value: Value, name: string) => ReturnType<Evaluation["value"]>,
): Texts {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(value, name)]));
}
