import type { Noun, Ownership } from "../config/scope.ts";
import type { Blueprint } from "./blueprint.ts";

/** One thing of an environment, by its names. Nothing of it is secret: of variables and secrets it has the names alone. */
export interface InventoryThing {
  readonly noun: Noun;
  /** Its key in the config. */
  readonly key: string;
  /** What it is called where it lies. */
  readonly name: string;
  /** Where it lies; `local`: on a developer's machine. */
  readonly at: "fly" | "neon" | "cloudflare" | "local";
  /** The stack whose it is. Absent: the environment's own. */
  readonly owner?: string;
  /** The slot of a Pages project that is this environment's. Absent: it has none. */
  readonly slot?: "preview" | "production";
  readonly variables: readonly string[];
  readonly secrets: readonly string[];
}

/** Everything that an environment has: apps, databases, buckets and sites, each in the order of the config. */
export function takeInventory({ apps, databases, buckets, sites }: Blueprint): InventoryThing[] {
  return [
    ...apps.map((app) => ({
      ...common("apps", app, "fly"),
      ...{ name: app.name, variables: namesOf(app.variables), secrets: namesOf(app.secrets) },
    })),
    ...databases.map((database) =>
      common("databases", database, database.provider === "docker" ? "local" : database.provider),
    ),
    ...buckets.map((bucket) => common("buckets", bucket, "cloudflare")),
    ...sites.map((site) => ({
      ...common("sites", { ...site, name: site.project }, "cloudflare"),
      ...(site.slot && { slot: site.slot }),
      ...{ variables: namesOf(site.variables), secrets: namesOf(site.secrets) },
    })),
  ];
}

interface Owned {
  readonly key: string;
  readonly name: string;
  readonly ownership: Ownership;
}

function common(noun: Noun, { key, name, ownership }: Owned, vendor: InventoryThing["at"]): InventoryThing {
  const at = ownership.in === "local" ? "local" : vendor;
  const owner = ownership.in === "owner" && { owner: ownership.stack };
  return { noun, key, name, at, ...owner, variables: [], secrets: [] };
}

function namesOf(values: object): string[] {
  return Object.keys(values).sort();
}
