import type { Ownership } from "../../config/scope.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
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

/** Where it lies: its own region, or its provider's. */
export function regionOf({ config }: Thing<DatabaseConfig>, { scope }: SystemGraph): string | undefined {
  const { neon, fly } = scope.system;
  return config.region ?? { neon: neon?.region, fly: fly?.region, docker: "local" }[config.provider];
}
