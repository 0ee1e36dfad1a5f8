import { createHash } from "node:crypto";
import type { CloudRequest, CloudResponse, Json, Operation, Seed } from "../core/cloud.ts";
import type { Bucket } from "./bucket.ts";
import type { DnsRecord } from "./dns-record.ts";
import type { PagesProject } from "./pages-project.ts";
import type { Token } from "./token.ts";

export type JsonObject = { [key: string]: Json };

export interface Zone {
  id: string;
  name: string;
  account: string;
}

/** Everything the emulated Cloudflare remembers. No secret is in it: values are kept as SHA-256 digests. */
export interface CloudflareState {
  /** The token of the person at the keyboard, made by hand in the dashboard. */
  operator: { id: string; fingerprint: string };
  accounts: string[];
  zones: Zone[];
  /** By account, jurisdiction and name: each jurisdiction is a namespace of its own. */
  buckets: { [key: string]: Bucket };
  /** Where a bucket of that key first stood. A name that is made again keeps it (R2 docs, Data location). */
  bucketLocations: { [key: string]: string };
  /** By account and name. */
  pagesProjects: { [key: string]: PagesProject };
  /** Account-owned and user-owned tokens by id. */
  tokens: { [id: string]: Token };
  dnsRecords: { [id: string]: DnsRecord };
}

export type CloudflareRequest = CloudRequest<CloudflareState>;
export type CloudflareOperation = Operation<CloudflareState>;
export type Handle = (request: CloudflareRequest) => CloudResponse | Promise<CloudResponse>;

export function emptyState(seed: Seed): CloudflareState {
  const own = fingerprint(seed.tokens.cloudflare);
  return {
    operator: { id: digest(`token id of ${own}`).slice(0, 32), fingerprint: own },
    accounts: [...seed.cloudflareAccounts],
    zones: seed.cloudflareZones.map(({ id, name, account }) => ({ id, name, account })),
    buckets: {},
    bucketLocations: {},
    pagesProjects: {},
    tokens: {},
    dnsRecords: {},
  };
}

/** Lower-case hexadecimal SHA-256. */
export function digest(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

/**
 * What is kept of a token's value. Its plain SHA-256 would not do: in hexadecimal that is the token's S3 secret access key
 * (R2 docs, Authentication).
 */
export function fingerprint(value: string): string {
  return digest(digest(value));
}

/** A path parameter that the operation's own path declares. */
export function param(request: CloudflareRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the path of this operation has no :${name}`);
  return value;
}

/** The zone a host name belongs to, when it is one of the seeded ones. */
export function findZoneOf(state: CloudflareState, host: string): Zone | undefined {
  return state.zones.find((zone) => host === zone.name || host.endsWith(`.${zone.name}`));
}
