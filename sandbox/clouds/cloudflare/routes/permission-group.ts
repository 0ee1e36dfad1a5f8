/** A part of the API that has permission groups of its own. */
export type Area = "objects" | "buckets" | "pages" | "tokens" | "dns" | "zones";

interface PermissionGroup {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

const account = ["com.cloudflare.api.account"];
const bucket = ["com.cloudflare.edge.r2.bucket"];
const zone = ["com.cloudflare.api.account.zone"];

/** A group as the API tells it, and what it opens: one that writes reads too (API reference, "Accepted permissions"). */
interface KnownGroup extends PermissionGroup {
  readonly opens: { readonly [area in Area]?: "read" | "write" };
}

/**
 * The groups whose ids are public (R2 docs, Authentication; Cloudflare docs, API token permissions; those of Pages, DNS and
 * zones agree in many public configurations). The live list has some hundreds; a token may name any id.
 */
const permissionGroups: readonly KnownGroup[] = [
  {
    ...{ id: "6a018a9f2fc74eb6b293b0c548f38b39", name: "Workers R2 Storage Bucket Item Read", scopes: bucket },
    opens: { objects: "read" },
  },
  {
    ...{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6", name: "Workers R2 Storage Bucket Item Write", scopes: bucket },
    opens: { objects: "write" },
  },
  {
    ...{ id: "b4992e1108244f5d8bfbd5744320c2e1", name: "Workers R2 Storage Read", scopes: account },
    opens: { buckets: "read", objects: "read" },
  },
  {
    ...{ id: "bf7481a1826f439697cb59a20b22293e", name: "Workers R2 Storage Write", scopes: account },
    opens: { buckets: "write", objects: "write" },
  },
  {
    ...{ id: "eb56a6953c034b9d97dd838155666f06", name: "Account API Tokens Read", scopes: account },
    opens: { tokens: "read" },
  },
  {
    ...{ id: "5bc3f8b21c554832afc660159ab75fa4", name: "Account API Tokens Write", scopes: account },
    opens: { tokens: "write" },
  },
  { id: "e247aedd66bd41cc9193af0213416666", name: "Pages Read", scopes: account, opens: { pages: "read" } },
  { id: "8d28297797f24fb8a0c332fe0866ec89", name: "Pages Write", scopes: account, opens: { pages: "write" } },
  { id: "82e64a83756745bbbb1c9c2701bf816b", name: "DNS Read", scopes: zone, opens: { dns: "read" } },
  { id: "4755a26eedb94da69e1066d98aa820be", name: "DNS Write", scopes: zone, opens: { dns: "write" } },
  { id: "c8fed203ed3043cba015a93ad1616f1f", name: "Zone Read", scopes: zone, opens: { zones: "read" } },
];

export function findPermissionGroups(name: string | null, scope: string | null): PermissionGroup[] {
  return permissionGroups
    .filter((group) => (name === null || group.name === name) && (scope === null || group.scopes.includes(scope)))
    .map(({ opens: _, ...group }) => group);
}

/** Ids of the groups that let a token read, or write, a part of the API. */
export function permissionIds(area: Area, need: "read" | "write"): string[] {
  return permissionGroups.flatMap(({ id, opens }) => (opens[area] === "write" || opens[area] === need ? [id] : []));
}

/** What a group acts on: its policies name resources of these kinds. */
export function groupScopes(id: string): readonly string[] {
  return permissionGroups.find((group) => group.id === id)?.scopes ?? [];
}
