import { neonDatabaseNameProblem, neonRoleNameProblem } from "../../vendors/neon/names.ts";
import { type NeonPlan, neonHistoryProblem, neonSuspendProblem } from "../../vendors/neon/plans.ts";
import { neonRegionProblem } from "../../vendors/neon/regions.ts";
import type { DatabaseBlueprint } from "../blueprint.ts";
import { type Finding, findingsAt } from "../problem.ts";

/** What Neon would refuse of a database: its names, its region, and what its plan does not give. */
export function checkNeonDatabase(blueprint: DatabaseBlueprint, plan: NeonPlan | undefined): Finding[] {
  const { key, database, role, region, history, compute } = blueprint;
  const path = ["databases", key];
  const found = [
    ...findingsAt([...path, "database"], neonDatabaseNameProblem(database)),
    ...findingsAt([...path, "role"], neonRoleNameProblem(role)),
    ...findingsAt(["neon", "region"], neonRegionProblem(region)),
  ];
  if (plan === undefined) return found;
  const { suspend } = compute;
  return [
    ...found,
    ...findingsAt([...path, "history"], history === undefined ? undefined : neonHistoryProblem(plan, history)),
    ...findingsAt(
      [...path, "compute", "suspend"],
      suspend === undefined ? undefined : neonSuspendProblem(plan, suspend),
    ),
  ];
}
