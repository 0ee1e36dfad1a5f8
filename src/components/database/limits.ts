import { flyPostgresRegionProblem, flyPostgresVersionProblem } from "../../vendors/fly/postgres.ts";
import { neonDatabaseNameProblem, neonRoleNameProblem } from "../../vendors/neon/names.ts";
import { neonHistoryProblem, neonSuspendProblem } from "../../vendors/neon/plans.ts";
import { neonRegionProblem } from "../../vendors/neon/regions.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { type DatabaseBlueprint, regionOf, resolveDatabase } from "./resolve.ts";
import type { DatabaseConfig } from "./schema.ts";

/** Evaluates everything of a database, and reports what is wrong with it. */
export function checkDatabase(thing: Thing<DatabaseConfig>, graph: SystemGraph): void {
  const { key, config, ownership, path } = thing;
  const { provider } = config;
  graph.text([...path, "name"]);
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
  checkBranch(thing, graph);
  if (ownership.in === "stack") checkLimits(resolveDatabase(thing, graph), graph);
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
  if (plan === undefined || blueprint.branch) return;
  graph.accept([...path, "history"], history, (seconds) => neonHistoryProblem(plan, seconds));
  graph.accept([...path, "compute", "suspend"], compute.suspend, (suspend) => neonSuspendProblem(plan, suspend));
}
