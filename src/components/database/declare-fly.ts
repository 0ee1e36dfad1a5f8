import { FlyPostgres, FlyPostgresDatabase, FlyPostgresUser } from "../../provider/resources.ts";
import type { Surroundings } from "../declaration.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/**
 * A Managed Postgres cluster with a database and a user of its own that is not a superuser. It answers on the
 * organization's private network, which is encrypted below it, so its URL asks for no TLS.
 */
export function declareFlyDatabase(
  { key, name, organization, region, plan, disk, postgres, role, database }: DatabaseBlueprint,
  { opts }: Surroundings,
) {
  const cluster = new FlyPostgres(
    key,
    { name, organization, region, plan, pgMajorVersion: postgres === 16 ? "16" : "17", ...(disk && { diskGb: disk }) },
    opts,
  );
  const inside = { cluster: cluster.clusterId };
  const user = new FlyPostgresUser(key, { ...inside, username: role }, { ...opts, deletedWith: cluster });
  new FlyPostgresDatabase(key, { ...inside, name: database }, { ...opts, deletedWith: cluster });
  return {
    host: cluster.directHost,
    port: cluster.directPort,
    pooledHost: cluster.poolerHost,
    pooledPort: cluster.poolerPort,
    password: user.password,
    tls: false,
  };
}
