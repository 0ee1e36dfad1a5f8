import * as pulumi from "@pulumi/pulumi";
import type { Declared, Made, Surroundings } from "../declaration.ts";
import { connectionUrl } from "./connection-url.ts";
import { declareFlyDatabase } from "./declare-fly.ts";
import { declareInProject } from "./declare-in-project.ts";
import { declareNeonBranch, declareNeonDatabase } from "./declare-neon.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/** Where a database answers, whoever runs it. */
interface Address {
  readonly host: pulumi.Output<string>;
  readonly pooledHost: pulumi.Output<string>;
  /** Default: Postgres's own. */
  readonly port?: pulumi.Output<number>;
  readonly pooledPort?: pulumi.Output<number>;
  readonly password: pulumi.Output<string>;
  readonly tls: boolean;
  /** What else others may read of it. */
  readonly made?: Made;
}

/** A database of this stack. A container is declared by nobody: it is on the developer's machine. */
export function declareDatabase(database: DatabaseBlueprint, surroundings: Surroundings): Declared {
  const { driver, role } = database;
  if (database.provider === "docker") return { made: {} };
  const address = addressOf(database, surroundings);
  const { host, pooledHost, port, pooledPort, password, tls } = address;
  const url = (at: pulumi.Output<string>, on: pulumi.Output<number> | undefined, pooled: boolean) =>
    pulumi
      .all([at, on ?? 5432, password])
      .apply(([host, port, password]) =>
        connectionUrl({ driver, pooled, tls, host, port, database: database.database, role, password }),
      );
  const urls = { url: url(host, port, false), pooledUrl: url(pooledHost, pooledPort, true) };
  return { made: { host, pooledHost, password, ...urls, ...address.made } };
}

function addressOf(database: DatabaseBlueprint, surroundings: Surroundings): Address {
  if (database.provider === "fly") return declareFlyDatabase(database, surroundings);
  if (database.in) return declareInProject(database, database.in, surroundings);
  return database.branch
    ? declareNeonBranch(database, database.branch, surroundings)
    : declareNeonDatabase(database, surroundings);
}
