import type { Ownership } from "../../config/scope.ts";
import { literal, type Template } from "../../config/template.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { databaseNameOf, roleOf } from "./outputs.ts";
import { namePath } from "./placement.ts";
import type { DatabaseConfig } from "./schema.ts";

type Resolved = "name" | "in" | "database" | "role" | "postgres" | "region" | "branch";

export interface DatabaseBlueprint extends Omit<DatabaseConfig, Resolved> {
  readonly key: string;
  /** Name of its Neon project or branch, or of its Fly cluster. */
  readonly name: string;
  /** The database whose project it lies in, and whether that is a branch, which has a copy of it. */
  readonly in?: { readonly key: string; readonly inherited: boolean };
  readonly ownership: Ownership;
  /** Fly organization of a Managed Postgres cluster; empty elsewhere. */
  readonly organization: string;
  readonly database: string;
  readonly role: string;
  readonly postgres: number;
  readonly region: string;
  /** The Neon project of another stack that it is a branch of. */
  readonly branch?: {
    readonly of: string;
    readonly data: "all" | "schema";
    readonly projectId: Template;
    readonly parentId: Template;
  };
}

/** The database. Its name is empty while it is broken, which nothing that is checked here reads. */
export function resolveDatabase(thing: Thing<DatabaseConfig>, graph: SystemGraph): DatabaseBlueprint {
  const { key, config, ownership } = thing;
  const { neon, fly } = graph.scope.system;
  const { branch, in: home, ...others } = config;
  return {
    ...others,
    key,
    ownership,
    name: graph.text(namePath(thing)) ?? "",
    organization: config.provider === "fly" && fly ? (graph.text(["fly", "organization"]) ?? "") : "",
    database: databaseNameOf(key, config),
    role: roleOf(key, config),
    postgres: config.postgres ?? neon?.postgres ?? 17,
    region: regionOf(thing, graph) ?? "",
    ...(home !== undefined && { in: { key: home, inherited: branch !== undefined } }),
    ...(branch &&
      home === undefined &&
      ownership.in === "stack" && { branch: { of: branch.of, data: branch.data, ...parentOf(key, branch, graph) } }),
  };
}

/** What only the parent's stack knows, unless somebody has written it down. */
function parentOf(key: string, { of: stack, parent }: NonNullable<DatabaseConfig["branch"]>, graph: SystemGraph) {
  if (parent) return { projectId: literal(parent.projectId), parentId: literal(parent.branchId) };
  const use = (output: string) => graph.use({ of: "database", key, output, secret: false, stack });
  return { projectId: use("projectId"), parentId: use("branchId") };
}

/** Where it lies: its own region, or its provider's. */
export function regionOf({ config }: Thing<DatabaseConfig>, { scope }: SystemGraph): string | undefined {
  const { neon, fly } = scope.system;
  return config.region ?? { neon: neon?.region, fly: fly?.region, docker: "local" }[config.provider];
}
