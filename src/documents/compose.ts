import { stringify } from "yaml";
import type { Blueprint, DatabaseBlueprint } from "../components/blueprint.ts";
import { connectionUrl } from "../components/database/connection-url.ts";
import { type Document, markDocument } from "./document.ts";

/** Not a secret: the container listens on this machine only, and holds nothing that is not made on it. */
const PASSWORD = "local";

const FIRST_PORT = 5432;

/** `compose.yaml` with a Postgres for each database that runs in a container; none when there is no such database. */
export function compose(blueprint: Blueprint): Document[] {
  const databases = containerDatabases(blueprint);
  if (databases.length === 0) return [];
  const services = databases.map(({ key, database, role, postgres, port }) => [
    key,
    {
      image: `postgres:${postgres}`,
      restart: "unless-stopped",
      environment: {
        POSTGRES_USER: uninterpolated(role),
        POSTGRES_PASSWORD: PASSWORD,
        POSTGRES_DB: uninterpolated(database),
      },
      ports: [`127.0.0.1:${port}:5432`],
      volumes: [`${key}:${dataFolder(postgres)}`],
      healthcheck: {
        test: ["CMD", "pg_isready", "--username", uninterpolated(role), "--dbname", uninterpolated(database)],
        interval: "5s",
        timeout: "5s",
        retries: 10,
      },
    },
  ]);
  const file = {
    name: blueprint.project,
    services: Object.fromEntries(services),
    volumes: Object.fromEntries(databases.map(({ key }) => [key, {}])),
  };
  return [
    markDocument({
      path: "compose.yaml",
      project: blueprint.project,
      stacks: [blueprint.stack],
      body: () => stringify(file, { lineWidth: 0 }),
    }),
  ];
}

/** What can be said of the databases in containers, by address such as `databases.main.url`: all of it is known. */
export function containerValues(blueprint: Blueprint): ReadonlyMap<string, string> {
  return new Map(
    containerDatabases(blueprint).flatMap(({ key, driver, database, role, port }): [string, string][] => {
      const connection = { driver, tls: false, host: "localhost", port, database, role, password: PASSWORD };
      // There is no pooler in front of a container, so the pooled URL is the direct one.
      const url = connectionUrl({ ...connection, pooled: false });
      return [
        [`databases.${key}.host`, "localhost"],
        [`databases.${key}.pooledHost`, "localhost"],
        [`databases.${key}.password`, PASSWORD],
        [`databases.${key}.url`, url],
        [`databases.${key}.pooledUrl`, url],
      ];
    }),
  );
}

function containerDatabases({ databases }: Blueprint): (DatabaseBlueprint & { readonly port: number })[] {
  return databases
    .filter(({ provider, ownership }) => provider === "docker" && ownership.in === "stack")
    .map((database, index) => ({ ...database, port: FIRST_PORT + index }));
}

/** From 18 on the image keeps its data in a folder of its version below this one (hub.docker.com/_/postgres, PGDATA). */
function dataFolder(postgres: number): string {
  return postgres >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
}

/** Compose reads `$NAME` as a variable of its own (docs.docker.com/reference/compose-file/interpolation). */
function uninterpolated(text: string): string {
  return text.replaceAll("$", "$$$$");
}
