import * as pulumi from "@pulumi/pulumi";
import type { Blueprint, DatabaseBlueprint } from "../config/blueprint.ts";
import { connectionUrl } from "../config/connection-url.ts";
import { declareFlyDatabase } from "./fly-database.ts";
import { declareNeonDatabase } from "./neon-database.ts";
import type { Values } from "./values.ts";

/** Where a database answers, whoever runs it. */
export interface Address {
  readonly host: pulumi.Output<string>;
  readonly pooledHost: pulumi.Output<string>;
  /** Default: Postgres's own. */
  readonly port?: pulumi.Output<number>;
  readonly pooledPort?: pulumi.Output<number>;
  readonly password: pulumi.Output<string>;
  readonly tls: boolean;
}

/** Declares a database of this stack and tells `values` what can be said of it. */
export function declareDatabase(
  database: DatabaseBlueprint,
  blueprint: Blueprint,
  values: Values,
  parent: pulumi.Resource,
): void {
  const { key, driver, role } = database;
  const declare = { neon: declareNeonDatabase, fly: declareFlyDatabase, docker: undefined }[database.provider];
  if (!declare) return;
  const { host, pooledHost, port, pooledPort, password, tls } = declare(database, blueprint, parent);
  const url = (at: pulumi.Output<string>, on: pulumi.Output<number> | undefined, pooled: boolean) =>
    pulumi
      .all([at, on ?? 5432, password])
      .apply(([host, port, password]) =>
        connectionUrl({ driver, pooled, tls, host, port, database: database.database, role, password }),
      );
  values.set(`databases.${key}.host`, host);
  values.set(`databases.${key}.pooledHost`, pooledHost);
  values.set(`databases.${key}.password`, password);
  values.set(`databases.${key}.url`, url(host, port, false));
  values.set(`databases.${key}.pooledUrl`, url(pooledHost, pooledPort, true));
}
