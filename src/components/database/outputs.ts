import { literal } from "../../config/template.ts";
import { madeBy, type Output, type Outputs } from "../thing.ts";
import { namePath } from "./placement.ts";
import type { DatabaseConfig } from "./schema.ts";

/** Values that exist once the database does, and whether they are secret. */
export const deferredOutputs = { url: true, pooledUrl: true, password: true, host: false, pooledHost: false } as const;

/** What may be referred to of a database. */
export const databaseOutputs: Outputs<DatabaseConfig> = {
  ...Object.fromEntries(Object.entries(deferredOutputs).map(([output, secret]) => [output, made(output, secret)])),
  name: (thing, graph) => {
    const name = graph.text(namePath(thing));
    return name === undefined ? undefined : literal(name);
  },
  database: ({ key, config }) => literal(databaseNameOf(key, config)),
  role: ({ key, config }) => literal(roleOf(key, config)),
};

export function databaseNameOf(key: string, { database }: DatabaseConfig): string {
  return database ?? key;
}

export function roleOf(key: string, config: DatabaseConfig): string {
  return config.role ?? `${databaseNameOf(key, config)}_owner`;
}

/** A container is on the developer's machine and nobody declares it: what is not in its `.env` is known. */
function made(output: string, secret: boolean): Output<DatabaseConfig> {
  const declared = madeBy<DatabaseConfig>("database", output, secret);
  return (thing, graph, ...rest) =>
    thing.config.provider === "docker" && !secret ? literal("localhost") : declared(thing, graph, ...rest);
}
