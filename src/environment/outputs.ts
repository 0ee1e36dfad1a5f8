import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "../components/blueprint.ts";
import { endpointOf, type Reach } from "../components/endpoints.ts";
import { known } from "../config/template.ts";
import type { Environment } from "./environment.ts";
import { KEPT } from "./let-go.ts";
import { REACHES } from "./reaches.ts";

/**
 * What `pulumi stack output` shows: names and URLs of the environment, what it shares, by address, and as a secret the hosts of
 * the stateful services that it leads to, which other stacks are held against.
 */
export function outputsOf(
  blueprint: Blueprint,
  environment: Pick<Environment, "shares" | "hosts">,
  reaches: readonly Reach[],
): { [name: string]: pulumi.Input<unknown> } {
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
    ...(blueprint.kept.length > 0 && { [KEPT]: blueprint.kept }),
    [REACHES]: pulumi.secret([...reaches.map(toldOf), ...declaredReaches(environment)]),
  };
}

function toldOf({ path, host, explained }: Reach) {
  return { path, host, explained };
}

function declaredReaches({ hosts }: Pick<Environment, "hosts">) {
  return Object.entries(hosts).flatMap(([key, all]) =>
    all.map((host) => ({ path: ["databases", key], host: host.apply(endpointOf), explained: false })),
  );
}
