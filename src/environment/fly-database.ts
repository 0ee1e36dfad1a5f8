import type * as pulumi from "@pulumi/pulumi";
import type { Blueprint, DatabaseBlueprint } from "../config/blueprint.ts";
import type { Address } from "./database.ts";
import { FlyPostgres, FlyPostgresDatabase, FlyPostgresUser } from "./resources.ts";

/**
 * A Managed Postgres cluster with a database and a user of its own that is no superuser. It answers on the
 * organization's private network, which is encrypted below it, so its URL asks for no TLS.
 */
export function declareFlyDatabase(
  { key, name, organization, region, plan, disk, postgres, role, database }: DatabaseBlueprint,
  { protect }: Blueprint,
  parent: pulumi.Resource,
): Address {
  const cluster = new FlyPostgres(
    key,
    { name, organization, region, plan, pgMajorVersion: postgres === 16 ? "16" : "17", ...(disk && { diskGb: disk }) },
    { parent, protect },
  );
  const inside = { cluster: cluster.clusterId };
  const user = new FlyPostgresUser(key, { ...inside, username: role }, { parent, deletedWith: cluster });
  new FlyPostgresDatabase(key, { ...inside, name: database }, { parent, protect, deletedWith: cluster });
  return {
    host: cluster.directHost,
    port: cluster.directPort,
    pooledHost: cluster.poolerHost,
    pooledPort: cluster.poolerPort,
    password: user.password,
    tls: false,
  };
}
