import { flyPostgresRegionProblem, flyPostgresVersionProblem } from "../../vendors/fly/postgres.ts";
import { neonComputeProblem } from "../../vendors/neon/compute.ts";
import { neonDatabaseNameProblem, neonRoleNameProblem } from "../../vendors/neon/names.ts";
import { neonHistoryProblem, neonSizeProblem, neonSuspendProblem } from "../../vendors/neon/plans.ts";
import { neonRegionProblem } from "../../vendors/neon/regions.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { databaseNameOf, roleOf } from "./outputs.ts";
import { checkPlacement, namePath } from "./placement.ts";
import { type DatabaseBlueprint, regionOf, resolveDatabase } from "./resolve.ts";
import type { DatabaseConfig } from "./schema.ts";

/** Evaluates everything of a database, and reports what is wrong with it. */
export function checkDatabase(thing: Thing<DatabaseConfig>, graph: SystemGraph): void {
  const { key, config, ownership, path } = thing;
  const { provider } = config;
  checkPlacement(thing, graph);
  graph.text(namePath(thing));
  if (provider === "fly") graph.text(["fly", "organization"]);
  if (regionOf(thing, graph) === undefined) {
    graph.once([provider], "missing-value", {
      what: `"${provider}" is missing, and "databases.${key}" is there.`,
      fix: `add "${provider}: { region }" to the system`,
    });
  }
  if (provider === "docker" && graph.scope.tier !== "development") {
    graph.report("database-not-here", [...path, "provider"], {
      what: `"${key}" is a container on a developer's machine, and "${graph.scope.stack}" is deployed.`,
      fix: 'write "provider: neon" or "provider: fly" in Pulumi.yaml, and "docker" in the stack file of the developer\'s machine',
    });
  }
  if (config.in === undefined) checkBranch(thing, graph);
  else checkNames(thing, graph);
  if (ownership.in === "stack") checkLimits(resolveDatabase(thing, graph), graph);
}

/** Databases of one project have names of their own, and so have their roles. */
function checkNames({ key, config, path }: Thing<DatabaseConfig>, graph: SystemGraph): void {
  const others = Object.entries(graph.scope.system.databases).filter(
    ([other, { in: home }]) => other !== key && (other === config.in || (home === config.in && other < key)),
  );
  const names = { database: databaseNameOf, role: roleOf };
  for (const [word, nameOf] of Object.entries(names)) {
    const twin = others.find(([other, one]) => nameOf(other, one) === nameOf(key, config));
    if (!twin) continue;
    graph.report("same-name", [...path, word], {
      what: `"${twin[0]}" and "${key}" have one ${word} "${nameOf(key, config)}" in one project.`,
      fix: "give one of them another name",
    });
  }
}

/** A branch is one of another stack's Neon project. */
function checkBranch({ key, config: { branch, provider }, path }: Thing<DatabaseConfig>, graph: SystemGraph): void {
  if (!branch) return;
  if (provider !== "neon") {
    graph.report("branch-without-neon", [...path, "branch"], {
      what: `"${key}" is a branch, and only Neon has branches.`,
      fix: 'write "provider: neon", or remove "branch"',
    });
  }
  if (branch.of === graph.scope.stack) {
    graph.report("branch-of-itself", [...path, "branch", "of"], {
      what: `"${key}" would be a branch of itself.`,
      fix: "name the stack whose project it is a branch of",
    });
  }
}

/** What the provider would refuse of a database that this stack declares. */
function checkLimits(blueprint: DatabaseBlueprint, graph: SystemGraph): void {
  const { key, provider, region, postgres, database, role, history, compute } = blueprint;
  const path = ["databases", key];
  const known = region === "" ? undefined : region;
  if (provider === "fly") {
    graph.accept([...path, "region"], known, flyPostgresRegionProblem);
    graph.accept([...path, "postgres"], postgres, flyPostgresVersionProblem);
  }
  if (provider !== "neon") return;
  graph.accept([...path, "database"], database, neonDatabaseNameProblem);
  graph.accept([...path, "role"], role, neonRoleNameProblem);
  graph.accept(["neon", "region"], known, neonRegionProblem);
  const plan = graph.scope.system.neon?.plan;
  if (blueprint.in) return;
  const { minimum, maximum } = compute;
  const size = { minCu: minimum, maxCu: maximum };
  graph.accept([...path, "compute"], size, (one) => neonComputeProblem(one)?.problem);
  if (plan === undefined) return;
  graph.accept([...path, "compute", "maximum"], maximum, () => neonSizeProblem(plan, size));
  if (!blueprint.branch) graph.accept([...path, "history"], history, (seconds) => neonHistoryProblem(plan, seconds));
  graph.accept([...path, "compute", "suspend"], compute.suspend, (suspend) => neonSuspendProblem(plan, suspend));
}
