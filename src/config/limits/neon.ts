import {
  neonDatabaseNameProblem,
  neonPlanProblems,
  neonRegionWarning,
  neonRoleNameProblem,
} from "../../clouds/neon/limits.ts";
import type { DatabaseBlueprint } from "../blueprint.ts";
import { type Finding, finding } from "../problem.ts";
import type { SystemConfig } from "../schema/system.ts";

type Plan = NonNullable<SystemConfig["neon"]>["plan"];

/** What Neon would refuse of a database: its names, its region, and what its plan does not give. */
export function checkNeonDatabase(database: DatabaseBlueprint, plan: Plan): Finding[] {
  return [...checkNames(database), ...checkRegion(database), ...checkPlan(database, plan)];
}

function checkNames({ key, database, role }: DatabaseBlueprint): Finding[] {
  const found: Finding[] = [];
  const name = neonDatabaseNameProblem(database);
  if (name) {
    const what = `"${database}" is not a database name Neon accepts.`;
    found.push(finding("neon-database-name", ["databases", key, "database"], what, name.fix, name.reason));
  }
  const owner = neonRoleNameProblem(role);
  if (owner) {
    const what = `"${role}" is not a role name Neon accepts.`;
    found.push(finding("neon-role-name", ["databases", key, "role"], what, owner.fix, owner.reason));
  }
  return found;
}

function checkRegion({ region }: DatabaseBlueprint): Finding[] {
  const warning = neonRegionWarning(region);
  if (!warning) return [];
  const what = `"${region}" is not a region Neon lists.`;
  return [{ ...finding("neon-region", ["neon", "region"], what, warning.fix, warning.reason), severity: "warning" }];
}

function checkPlan({ key, history, compute }: DatabaseBlueprint, plan: Plan): Finding[] {
  if (plan === undefined) return [];
  const paths = { historySeconds: ["history"], suspend: ["compute", "suspend"] };
  return neonPlanProblems(plan, { historySeconds: history, suspend: compute.suspend }).map(
    ({ property, reason, fix }) =>
      finding(
        "neon-plan",
        ["databases", key, ...paths[property]],
        `Neon's ${plan} plan does not give this.`,
        fix,
        `${reason}.`,
      ),
  );
}
