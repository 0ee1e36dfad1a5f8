import type { Path } from "../../problem/path.ts";
import type { SystemConfig, SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import type { DatabaseConfig } from "./schema.ts";

type Databases = SystemConfig["databases"];

/** What a database has from the one whose project it lies in. */
const ofProject = ["provider", "name", "region", "postgres", "branch", "shared", "compute", "history"] as const;

/** Databases that lie in another one's project are given what that one says of the project. */
export function placeDatabases(databases: Databases): Databases {
  return Object.fromEntries(
    Object.entries(databases).map(([key, config]) => {
      const home = homeOf(config, databases);
      return [key, home ? { ...config, ...Object.fromEntries(ofProject.map((word) => [word, home[word]])) } : config];
    }),
  );
}

function homeOf(config: DatabaseConfig, databases: Databases): DatabaseConfig | undefined {
  return config.in !== undefined && Object.hasOwn(databases, config.in) ? databases[config.in] : undefined;
}

/** Where the name of its project stands. */
export function namePath({ config, path }: Pick<Thing<DatabaseConfig>, "config" | "path">): Path {
  return [...(config.in === undefined ? path : ["databases", config.in]), "name"];
}

/** What is wrong with where a database lies. */
export function checkPlacement({ key, config, path }: Thing<DatabaseConfig>, graph: SystemGraph): void {
  const { databases } = graph.scope.system;
  const refuse = (field: string, what: string, fix: string) =>
    graph.report("database-placement", [...path, field], { what, fix });
  if (config.in === undefined) {
    if (config.name === undefined && !graph.isBroken([...path, "name"])) {
      refuse("name", `"${key}" has no name.`, 'write "name", or "in: <key>" for a database in the project of another');
    }
    return;
  }
  const home = homeOf(config, databases);
  const others = Object.keys(databases).filter((one) => databases[one]?.in === undefined && one !== key);
  if (!home || home.in !== undefined || config.in === key) {
    refuse("in", `"${config.in}" is not a database with a project of its own.`, `write one of ${others.join(", ")}`);
  } else if (home.provider === "fly") {
    refuse("in", `"${config.in}" is at Fly, and a cluster gets one database here.`, 'write "provider: neon" there');
  }
}
