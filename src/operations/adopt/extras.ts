import type { Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { Problem } from "../../problem/problem.ts";
import type { Sources } from "../existing/sources.ts";

/** Something at a vendor beside what the config declares. */
export interface Extra {
  /** For people, such as `host old.acme.dev of Fly app "acme-api"`. */
  readonly what: string;
  /** What to write to have it declared: `path: value`. */
  readonly lines: readonly string[];
}

/** Hosts and buckets that look like this stack's and are not declared. A vendor that cannot be asked has none. */
export async function findExtras(blueprint: Blueprint, sources: Sources): Promise<Extra[]> {
  const found = [hostsOfApps(blueprint, sources), hostsOfSites(blueprint, sources), otherBuckets(blueprint, sources)];
  const known = found.map((one) =>
    one.catch((error) => {
      if (error instanceof Problem) return [];
      throw error;
    }),
  );
  return (await Promise.all(known)).flat();
}

async function hostsOfApps({ apps }: Blueprint, { clouds }: Sources): Promise<Extra[]> {
  const own = apps.filter(isOwn);
  const fly = own.length > 0 ? await clouds.fly() : undefined;
  const extras = own.map(async ({ key, name, domains }) => {
    const hosts = (await fly?.certificates.list(name)) ?? [];
    const others = hosts.filter((host) => !domains.includes(host));
    return others.map((host) => ({
      what: `host ${host} of Fly app "${name}"`,
      lines: [`apps.${key}.domains: [${[...domains, host].join(", ")}]`],
    }));
  });
  return (await Promise.all(extras)).flat();
}

/** Domains belong to the whole Pages project: its owner declares them. */
async function hostsOfSites({ sites, cloudflare }: Blueprint, { clouds }: Sources): Promise<Extra[]> {
  const own = cloudflare ? sites.filter(isOwn) : [];
  const extras = own.map(async ({ key, project, domains }) => {
    const { pages, inventory } = await clouds.cloudflare();
    const account = cloudflare?.account ?? "";
    if (!(await pages.readSlot({ accountId: account, project, slot: "production" }))) return [];
    const others = (await inventory.listDomains(account, project)).filter((host) => !domains.includes(host));
    return others.map((host) => ({
      what: `domain ${host} of Pages project "${project}"`,
      lines: [`sites.${key}.domains: [${[...domains, host].join(", ")}]`],
    }));
  });
  return (await Promise.all(extras)).flat();
}

/** An account holds buckets of many products: only those that carry the name of a declared one are told. */
async function otherBuckets({ buckets, suffix, alias, cloudflare }: Blueprint, { clouds }: Sources): Promise<Extra[]> {
  const own = cloudflare ? buckets.filter(isOwn) : [];
  if (own.length === 0) return [];
  const { inventory } = await clouds.cloudflare();
  const end = suffix || `-${alias}`;
  const named = await inventory.listBuckets(cloudflare?.account ?? "", end);
  const others = named.filter((name) => name.endsWith(end) && !buckets.some((bucket) => bucket.name === name));
  return others.map((name) => ({
    what: `bucket ${name}`,
    lines: [`buckets.${name.slice(0, -end.length)}: { name: ${name} }`],
  }));
}
