import { FLY_POSTGRES_REGIONS } from "../../clouds/fly/limits.ts";
import {
  neonDatabaseNameProblem,
  neonPlanProblems,
  neonRegionWarning,
  neonRoleNameProblem,
} from "../../clouds/neon/limits.ts";
import type { SystemGraph } from "../system.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/** What the provider would refuse of a database that this stack declares. */
export function checkLimits(database: DatabaseBlueprint, graph: SystemGraph): void {
  if (database.provider === "fly") checkFlyPostgres(database, graph);
  if (database.provider === "neon") checkNeon(database, graph);
}

function checkFlyPostgres({ key, region, postgres }: DatabaseBlueprint, graph: SystemGraph): void {
  if (region !== "" && !FLY_POSTGRES_REGIONS.includes(region)) {
    graph.report("fly-postgres-region", ["databases", key, "region"], {
      what: `"${region}" is not a region of Fly Managed Postgres.`,
      why: "Clusters run in fewer regions than machines (flyctl, internal/command/mpg).",
      fix: `write "region:" with one of ${FLY_POSTGRES_REGIONS.join(", ")}`,
    });
  }
  if (postgres === 16 || postgres === 17) return;
  graph.report("fly-postgres-version", ["databases", key, "postgres"], {
    what: `Postgres ${postgres} is not offered by Fly Managed Postgres.`,
    fix: "write 16 or 17",
  });
}

function checkNeon({ key, database, role, region, history, compute }: DatabaseBlueprint, graph: SystemGraph): void {
  const path = ["databases", key];
  const name = neonDatabaseNameProblem(database);
  if (name) {
    const what = `"${database}" is not a database name Neon accepts.`;
    graph.report("neon-database-name", [...path, "database"], { what, why: name.reason, fix: name.fix });
  }
  const owner = neonRoleNameProblem(role);
  if (owner) {
    const what = `"${role}" is not a role name Neon accepts.`;
    graph.report("neon-role-name", [...path, "role"], { what, why: owner.reason, fix: owner.fix });
  }
  const unlisted = region === "" ? undefined : neonRegionWarning(region);
  if (unlisted) {
    const what = `"${region}" is not a region Neon lists.`;
    graph.once(["neon", "region"], "neon-region", {
      severity: "warning",
      what,
      why: unlisted.reason,
      fix: unlisted.fix,
    });
  }
  const plan = graph.scope.system.neon?.plan;
  if (plan === undefined) return;
  const places = { historySeconds: ["history"], suspend: ["compute", "suspend"] };
  for (const { property, reason, fix } of neonPlanProblems(plan, {
    historySeconds: history,
    suspend: compute.suspend,
  })) {
    const what = `Neon's ${plan} plan does not give this.`;
    graph.report("neon-plan", [...path, ...places[property]], { what, why: `${reason}.`, fix });
  }
}
