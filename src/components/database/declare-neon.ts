import * as pulumi from "@pulumi/pulumi";
import { NeonBranch, NeonProject } from "../../provider/resources.ts";
import type { Surroundings } from "../declaration.ts";
import { sound } from "../thing.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/** Neon counts "never" as -1 (`SuspendTimeoutSeconds` of its OpenAPI document). */
const NEVER_SUSPEND = -1;

/** A branch of another stack's project, with a compute of its own: a database that starts as a copy of that one. */
export function declareNeonBranch(
  { key, name, role, database, compute }: DatabaseBlueprint,
  { data, projectId, parentId }: NonNullable<DatabaseBlueprint["branch"]>,
  { blueprint: { pull }, lineage, opts, ofOwner }: Surroundings,
) {
  const branch = new NeonBranch(
    key,
    {
      ...{ name, role, database, lineage, ...computeOf(compute) },
      projectId: ofOwner(projectId),
      parentId: ofOwner(parentId),
      schemaOnly: data === "schema",
      // The last safety: a pull request that nobody closes, and a sweep that does not run.
      ...(pull?.expires !== undefined && { expiresAt: pull.expires }),
    },
    { ...opts, ignoreChanges: ["lineage"] },
  );
  return {
    ...{ host: branch.host, pooledHost: branch.pooledHost, tls: true },
    made: { projectId: branch.projectId, branchId: branch.branchId },
    // A branch that is declared with a role has its password.
    password: pulumi.output(branch.password).apply((password) => sound(password, `the password of databases.${key}`)),
  };
}

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
      ...computeOf(compute),
      // Free has no protected branches; elsewhere production's branch refuses to be deleted at Neon too, as long as Pulumi does.
      ...(protect &&
        tier === "production" &&
        neon?.plan !== undefined &&
        neon.plan !== "free" && { protectedBranch: true }),
    },
    // Neon takes the mark at creation only, and a project of an earlier release has one without a lineage.
    { ...opts, ignoreChanges: ["lineage"] },
  );
  const { projectId, branchId, host, pooledHost, password } = project;
  return { ...{ host, pooledHost, password, tls: true }, made: { projectId, branchId } };
}

function computeOf({ minimum, maximum, suspend }: DatabaseBlueprint["compute"]) {
  return {
    ...(minimum !== undefined && { minCu: minimum }),
    ...(maximum !== undefined && { maxCu: maximum }),
    ...(suspend !== undefined && { suspendTimeoutSeconds: suspend === "never" ? NEVER_SUSPEND : suspend }),
  };
}
