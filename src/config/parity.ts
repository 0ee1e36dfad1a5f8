import { at, isObject, type Raw } from "./merge.ts";
import { type Finding, finding, renderPath } from "./problem.ts";
import type { Tier } from "./schema/environment.ts";

type Path = readonly string[];

/**
 * What is there to differ between environments: names, sizes, counts, regions, triggers, domains, branches, protection,
 * and the values of variables that every environment has. `*` is one key.
 */
const knobs: readonly string[] = [
  "fly.organization",
  "fly.region",
  "neon.organization",
  "neon.region",
  "neon.plan",
  "cloudflare.account",
  "cloudflare.zones.*",
  "apps.*.name",
  "apps.*.organization",
  "apps.*.regions",
  "apps.*.machine",
  "apps.*.sleep",
  "apps.*.minimum",
  "apps.*.concurrency",
  "apps.*.domains",
  "apps.*.proxied",
  "apps.*.addresses",
  "apps.*.config",
  "apps.*.dockerfile",
  "apps.*.rollout",
  "databases.*.name",
  "databases.*.region",
  "databases.*.compute",
  "databases.*.history",
  "databases.*.plan",
  "databases.*.disk",
  "buckets.*.name",
  "buckets.*.location",
  "buckets.*.cors",
  "buckets.*.access",
  "sites.*.branch",
  "sites.*.domains",
];

/** Values that exist in the system may differ freely; a key that only one side has may not. */
const values = [
  "apps.*.buildArgs.*",
  "apps.*.variables.*",
  "apps.*.secrets.*",
  "sites.*.variables.*",
  "sites.*.secrets.*",
  "pipeline.variables.*",
  "pipeline.secrets.*",
];

/**
 * Every difference beyond the knobs must carry its reason in `differs`, and every reason must still have its difference.
 * Only the deployed tiers are held to this: a developer's machine and the shared stack are no copies of production.
 */
export function checkParity(
  tier: Tier,
  system: Raw,
  overrides: Raw,
  reasons: { [pattern: string]: string },
): Finding[] {
  const held = tier !== "development" && tier !== "shared";
  const differences = leavesOf(overrides).filter((path) => !isKnob(path, system, overrides));
  const unexplained = held ? differences.filter((path) => !Object.keys(reasons).some((one) => covers(one, path))) : [];
  const stale = Object.keys(reasons).filter((pattern) => !differences.some((path) => covers(pattern, path)));
  return [
    ...unexplained.map((path) => unexplainedDifference(path, system, overrides)),
    ...stale.map((pattern) =>
      finding(
        "stale-reason",
        ["differs", pattern],
        `Nothing that "${pattern}" stands for differs any more.`,
        "remove the line",
      ),
    ),
  ];
}

function unexplainedDifference(path: Path, system: Raw, overrides: Raw): Finding {
  const name = renderPath(path);
  const kind = at(overrides, path) === null ? "takes away" : at(system, path) === undefined ? "adds" : "changes";
  return finding(
    "unexplained-difference",
    path,
    `This environment ${kind} ${name}, which its siblings do not.`,
    `write it in Pulumi.yaml for all, or say why under "differs": { "${name}": <the reason> }`,
    "Environments differ in names, sizes, counts, regions, triggers, domains and values; anything else makes a test in one worth less for the other.",
  );
}

/** The paths that an override touches: down to the knobs' depth, values and lists as wholes. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isObject(value) || Object.keys(value).length === 0) return path.length === 0 ? [] : [path];
  if (knobs.some((knob) => matches(knob, path)) || values.some((pattern) => matches(pattern, path))) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function isKnob(path: Path, system: Raw, overrides: Raw): boolean {
  // Depth 2 decides whether the thing exists at all: an app or a bucket that only one environment has is no knob.
  const noun = path.slice(0, 2);
  if (path.length > 2 && at(system, noun) === undefined && path[0] !== "cloudflare") return false;
  if (knobs.some((knob) => matches(knob, path) || matches(`${knob}.*`, path))) return true;
  const onBothSides = at(system, path) !== undefined && at(overrides, path) !== null;
  return onBothSides && values.some((pattern) => matches(pattern, path));
}

function matches(pattern: string, path: Path): boolean {
  const parts = pattern.split(".");
  return parts.length === path.length && parts.every((part, i) => part === "*" || part === path[i]);
}

/** Whether a reason's pattern covers a path: equal, a parent of it, or alike with `*` for any characters. */
function covers(pattern: string, path: Path): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}(\\.|$)`).test(renderPath(path));
}
