import { NeonProject } from "../../provider/resources.ts";
import type { Surroundings } from "../declaration.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/** Neon counts "never" as -1 (`SuspendTimeoutSeconds` of its OpenAPI document). */
const NEVER_SUSPEND = -1;

/** A Neon project of its own, with branch, role and database made in the same call. */
export function declareNeonDatabase(
  { key, name, region, postgres, role, database, compute, history }: DatabaseBlueprint,
  { blueprint: { neon, tier, protect }, lineage, opts }: Surroundings,
) {
  const project = new NeonProject(
    key,
    {
      name,
      region,
      postgres,
      role,
      database,
      lineage,
      ...(neon?.organization !== undefined && { organization: neon.organization }),
      ...(history !== undefined && { historyRetentionSeconds: history }),
      ...(compute.minimum !== undefined && { minCu: compute.minimum }),
      ...(compute.maximum !== undefined && { maxCu: compute.maximum }),
      ...(compute.suspend !== undefined && {
        suspendTimeoutSeconds: compute.suspend === "never" ? NEVER_SUSPEND : compute.suspend,
      }),
      // Free has no protected branches; elsewhere production's branch refuses to be deleted at Neon too, as long as Pulumi does.
      ...(protect &&
        tier === "production" &&
        neon?.plan !== undefined &&
        neon.plan !== "free" && { protectedBranch: true }),
    },
    // Neon takes the mark at creation only, and a project of an earlier release has one without a lineage.
    { ...opts, ignoreChanges: ["lineage"] },
  );
  return { host: project.host, pooledHost: project.pooledHost, password: project.password, tls: true };
}
