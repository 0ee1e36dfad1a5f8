import * as pulumi from "@pulumi/pulumi";
import type { Blueprint, DatabaseBlueprint } from "../config/blueprint.ts";
import { connectionUrl } from "../config/connection-url.ts";
import { NeonProject } from "./resources.ts";
import type { Values } from "./values.ts";

/** Neon counts "never" as -1 and its own default as 0 (`SuspendTimeoutSeconds` of its OpenAPI document). */
const NEVER_SUSPEND = -1;

/** Declares a database of this stack and tells `values` what can be said of it. */
export function declareDatabase(
  database: DatabaseBlueprint,
  { neon, protect, tier }: Blueprint,
  values: Values,
  parent: pulumi.Resource,
): void {
  const { key, name, region, postgres, role, compute, history, driver } = database;
  const project = new NeonProject(
    key,
    {
      name,
      region,
      postgres,
      role,
      database: database.database,
      ...(neon?.organization !== undefined && { organization: neon.organization }),
      ...(history !== undefined && { historyRetentionSeconds: history }),
      ...(compute.minimum !== undefined && { minCu: compute.minimum }),
      ...(compute.maximum !== undefined && { maxCu: compute.maximum }),
      ...(compute.suspend !== undefined && {
        suspendTimeoutSeconds: compute.suspend === "never" ? NEVER_SUSPEND : compute.suspend,
      }),
      // Free has no protected branches; elsewhere production's branch refuses to be deleted at Neon too.
      ...(tier === "production" && neon?.plan !== undefined && neon.plan !== "free" && { protectedBranch: true }),
    },
    { parent, protect },
  );
  const url = (host: pulumi.Output<string>, pooled: boolean) =>
    pulumi
      .all([host, project.password])
      .apply(([host, password]) =>
        connectionUrl({ driver, pooled, host, database: database.database, role, password }),
      );
  values.set(`databases.${key}.host`, project.host);
  values.set(`databases.${key}.pooledHost`, project.pooledHost);
  values.set(`databases.${key}.password`, project.password);
  values.set(`databases.${key}.url`, url(project.host, false));
  values.set(`databases.${key}.pooledUrl`, url(project.pooledHost, true));
}
