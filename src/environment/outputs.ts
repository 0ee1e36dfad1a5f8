import type { Input } from "@pulumi/pulumi";
import type { Blueprint } from "../components/blueprint.ts";
import { known } from "../config/template.ts";
import type { Environment } from "./environment.ts";

/** What `pulumi stack output` shows: names and URLs of the environment, and what it shares, by address. */
export function outputsOf(blueprint: Blueprint, environment: Environment): { [name: string]: Input<unknown> } {
  const { apps, databases, buckets, sites } = blueprint;
  const byKey = <T extends { readonly key: string }, U>(things: readonly T[], show: (thing: T) => U) =>
    Object.fromEntries(things.map((thing) => [thing.key, show(thing)]));
  return {
    environment: { name: blueprint.stack, tier: blueprint.tier },
    apps: byKey(apps, ({ name, url, ownership }) => ({ ...(ownership.in !== "local" && { name }), url })),
    databases: byKey(databases, ({ name, database, role }) => ({ name, database, role })),
    buckets: byKey(buckets, ({ name }) => name),
    sites: byKey(sites, ({ project, slot, url }) => ({
      ...(slot && { project, slot }),
      ...(known(url) !== undefined && { url: known(url) }),
    })),
    ...environment.shares,
  };
}
