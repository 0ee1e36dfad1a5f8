import type { CloudflareOperation, CloudflareRequest, Token } from "./entities.ts";
import { type Area, groupScopes, permissionIds } from "./routes/permission-group.ts";
import { jurisdictionOf } from "./store.ts";

/** Which permission groups open a part of the API: any of `read` for a GET, any of `write` for the rest (API reference, "Accepted permissions"). */
const areas: readonly { readonly below: string; readonly area: Area }[] = [
  { below: "/accounts/:account/r2/buckets/:bucket/objects", area: "objects" },
  { below: "/accounts/:account/r2", area: "buckets" },
  { below: "/accounts/:account/pages", area: "pages" },
  { below: "/accounts/:account/tokens", area: "tokens" },
  { below: "/zones/:zone/dns_records", area: "dns" },
  { below: "/zones", area: "zones" },
];

interface Policy {
  readonly effect: "allow" | "deny";
  readonly permission_groups: readonly { readonly id: string }[];
  readonly resources: { readonly [resource: string]: string | { readonly [inside: string]: string } };
}

/** Whether a minted token's policies let it make the call. A policy that denies wins. */
export function isPermitted(token: Token, operation: CloudflareOperation, request: CloudflareRequest): boolean {
  const path = operation.path.slice("/client/v4".length);
  const area = areas.find(({ below }) => path === below || path.startsWith(`${below}/`))?.area;
  if (area === undefined) return false;
  const accepted = permissionIds(area, operation.method === "GET" ? "read" : "write");
  const policies = token.settings["policies"] as unknown as readonly Policy[];
  const about = policies.filter(({ permission_groups: groups, resources }) =>
    groups.some(
      ({ id }) => accepted.includes(id) && groupScopes(id).some((scope) => reaches(scope, resources, request)),
    ),
  );
  return about.length > 0 && about.every(({ effect }) => effect === "allow");
}

/** Whether the resources of a policy hold what the call is about, for a group that acts on things of this scope. */
function reaches(scope: string, resources: Policy["resources"], request: CloudflareRequest): boolean {
  const { account, bucket, zone } = request.params;
  const accountOfZone = request.state.zones.find(({ id }) => id === zone)?.account;
  const under = `com.cloudflare.api.account.${account ?? accountOfZone ?? "*"}`;
  const names: { readonly [scope: string]: string } = {
    "com.cloudflare.api.account": under,
    "com.cloudflare.api.account.zone": `com.cloudflare.api.account.zone.${zone ?? "*"}`,
    "com.cloudflare.edge.r2.bucket": `com.cloudflare.edge.r2.bucket.${account}_${jurisdictionOf(request)}_${bucket}`,
  };
  const name = names[scope] ?? "";
  if (resources[name] === "*" || resources[`${scope}.*`] === "*") return true;
  // All things of one kind in an account are written as an object under it (R2 docs, Authentication).
  const inside = resources[under];
  return typeof inside === "object" && (inside[name] === "*" || inside[`${scope}.*`] === "*");
}
