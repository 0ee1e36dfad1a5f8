import { flyPostgresRegionProblem, flyPostgresVersionProblem } from "../../vendors/fly/postgres.ts";
import { neonDatabaseNameProblem, neonRoleNameProblem } from "../../vendors/neon/names.ts";
import { neonHistoryProblem, neonSuspendProblem } from "../../vendors/neon/plans.ts";
import { neonRegionProblem } from "../../vendors/neon/regions.ts";
import type { SystemGraph } from "../system.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/** What the provider would refuse of a database that this stack declares. */
export function checkLimits(blueprint: DatabaseBlueprint, graph: SystemGraph): void {
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
  if (plan === undefined) return;
  graph.accept([...path, "history"], history, (seconds) => neonHistoryProblem(plan, seconds));
  graph.accept([...path, "compute", "suspend"], compute.suspend, (suspend) => neonSuspendProblem(plan, suspend));
}
