import type { Ownership } from "../../config/scope.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { checkLimits } from "./limits.ts";
import { databaseNameOf, roleOf } from "./outputs.ts";
import type { DatabaseConfig } from "./schema.ts";

export interface DatabaseBlueprint extends Omit<DatabaseConfig, "database" | "role" | "postgres" | "region"> {
  readonly key: string;
  readonly ownership: Ownership;
  /** Fly organization of a Managed Postgres cluster; empty elsewhere. */
  readonly organization: string;
  readonly database: string;
  readonly role: string;
  readonly postgres: number;
  readonly region: string;
}

/** Evaluates everything of a database, and reports what is wrong with it. */
export function checkDatabase(thing: Thing<DatabaseConfig>, graph: SystemGraph): void {
  const { key, config, ownership, path } = thing;
  const { provider } = config;
  graph.text([...path, "name"]);
  if (provider === "fly") graph.text(["fly", "organization"]);
  if (regionOf(thing, graph) === undefined) {
    graph.once([provider], "missing-value", {
      what: `"${provider}" is missing, and "databases.${key}" is there.`,
      fix: `add "${provider}: { region }" to the system`,
    });
  }
  if (provider === "docker" && graph.scope.tier !== "development") {
    graph.report("database-not-here", [...path, "provider"], {
      what: `"${key}" is a container on a developer's machine, and "${graph.scope.stack}" is deployed.`,
      fix: 'write "provider: neon" or "provider: fly" in Pulumi.yaml, and "docker" in the stack file of the developer\'s machine',
    });
  }
  if (ownership.in === "stack") checkLimits(resolveDatabase(thing, graph), graph);
}

/** The database. Its name is empty while it is broken, which nothing that is checked here reads. */
export function resolveDatabase(thing: Thing<DatabaseConfig>, graph: SystemGraph): DatabaseBlueprint {
  const { key, config, ownership, path } = thing;
  const { neon, fly } = graph.scope.system;
  return {
    ...config,
    key,
    ownership,
    name: graph.text([...path, "name"]) ?? "",
    organization: config.provider === "fly" && fly ? (graph.text(["fly", "organization"]) ?? "") : "",
    database: databaseNameOf(key, config),
    role: roleOf(key, config),
    postgres: config.postgres ?? neon?.postgres ?? 17,
    region: regionOf(thing, graph) ?? "",
  };
}

function regionOf({ config }: Thing<DatabaseConfig>, { scope }: SystemGraph): string | undefined {
  const { neon, fly } = scope.system;
  return config.region ?? { neon: neon?.region, fly: fly?.region, docker: "local" }[config.provider];
}
