import type { CloudResponse, Seed } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import { param } from "../core/router.ts";
import type {
  Bucket,
  CloudflareRequest,
  CloudflareState,
  DnsRecord,
  Handle,
  PagesProject,
  Token,
  Zone,
} from "./entities.ts";
import { refuse } from "./envelope.ts";

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

/**
 * What is kept of a token's value. Its plain SHA-256 would not do: in hexadecimal that is the token's S3 secret access key
 * (R2 docs, Authentication).
 */
export function fingerprint(value: string): string {
  return digest(digest(value));
}

/** The token of an `Authorization: Bearer …` header, or `undefined` when there is none or it is malformed. */
export function bearerToken(request: CloudflareRequest): string | undefined {
  const header = request.headers["authorization"];
  return typeof header === "string" ? /^Bearer ([\w.-]+)$/.exec(header)?.[1] : undefined;
}

/** The token that was minted with this value. */
export function findToken(state: CloudflareState, value: string): Token | undefined {
  const desired = fingerprint(value);
  return Object.values(state.tokens).find((token) => token.fingerprint === desired);
}

/** The zone a host name belongs to, when it is one of the seeded ones. */
export function findZoneOf(state: CloudflareState, host: string): Zone | undefined {
  return state.zones.find((zone) => host === zone.name || host.endsWith(`.${zone.name}`));
}

/** Every record of a host, whatever its type. */
export function findRecords({ dnsRecords }: CloudflareState, host: string): DnsRecord[] {
  return Object.values(dnsRecords).filter(({ name }) => name === host);
}

/** Takes away the record of a host that leads to `content`. */
export function removeRecord(state: CloudflareState, host: string, content: string): void {
  const record = findRecords(state, host).find((one) => one.content === content);
  if (record) delete state.dnsRecords[record.id];
}

/** Runs `handle` with the project the path names, or answers 404/8000007. */
export function withProject(handle: (project: PagesProject, request: CloudflareRequest) => CloudResponse): Handle {
  return (request) => {
    const project = request.state.pagesProjects[`${param(request, "account")}/${param(request, "project")}`];
    const why = "The specified project name does not match any of your existing projects.";
    return project ? handle(project, request) : refuse(404, 8000007, `Project not found. ${why}`);
  };
}

/** Runs `handle` with the bucket the path and the jurisdiction header name, or answers 404/10006. */
export function withBucket(handle: (bucket: Bucket, request: CloudflareRequest) => CloudResponse): Handle {
  return (request) => {
    const bucket = request.state.buckets[bucketKey(request, param(request, "bucket"))];
    return bucket ? handle(bucket, request) : refuse(404, 10006, "The specified bucket does not exist.");
  };
}

export function bucketKey(request: CloudflareRequest, name: string): string {
  return `${param(request, "account")}/${jurisdictionOf(request)}/${name}`;
}

export function jurisdictionOf(request: CloudflareRequest): string {
  return String(request.headers["cf-r2-jurisdiction"] ?? "default");
}
