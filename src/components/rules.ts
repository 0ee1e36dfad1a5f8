import { at } from "../config/merge.ts";
import type { EnvironmentConfig, Tier } from "../config/schema/environment.ts";
import { Problem } from "../problem/problem.ts";
import { checkApp } from "./app/resolve.ts";
import { checkBucket, warnOfUnreadKey } from "./bucket/resolve.ts";
import { checkDatabase } from "./database/limits.ts";
import { checkPipeline } from "./pipeline/limits.ts";
import { checkSite } from "./site/resolve.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";
import { isHeld, tierOf } from "./tier.ts";

/** Evaluates everything that this environment has to do with. */
export function checkThings({ deploy }: EnvironmentConfig, graph: SystemGraph): void {
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
export function checkBranches(graph: SystemGraph, tiers: ReadonlyMap<string, Tier> | undefined): void {
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
export function checkSharedDatabases(graph: SystemGraph, tier: (stack: string) => Tier | undefined): void {
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

/** A placeholder stands at something that is there. */
export function checkPlaceholderPaths(paths: readonly string[], configs: readonly unknown[]): Problem[] {
  const isThere = (path: string) => configs.some((config) => at(config, path.split(".")) !== undefined);
  return paths.filter((path) => !isThere(path)).map(stalePlaceholder);
}

function stalePlaceholder(path: string): Problem {
  return new Problem({
    code: "stale-placeholder",
    where: { path: ["placeholders", path] },
    what: `There is nothing at "${path}" that could be a placeholder.`,
    fix: "remove the line",
  });
}
