import type { CloudRequest, CloudResponse, Json, JsonObject, Operation } from "../core/cloud.ts";

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

export interface Zone {
  id: string;
  name: string;
  account: string;
}

export interface DnsRecord {
  id: string;
  zone: string;
  /** Fully qualified, lower case. */
  name: string;
  type: string;
  /** Empty for the types that are written as `data`. */
  content: string;
  /** What else the caller set: `ttl`, `proxied`, `priority`, `data`, `comment`, `tags`, `settings`. */
  fields: JsonObject;
  created_on: string;
  modified_on: string;
}

export interface Token {
  id: string;
  /** An account id, or `user`. */
  owner: string;
  /** What the caller set: `name`, `policies`, `expires_on`, `not_before`, `condition`, each as it came. */
  settings: JsonObject;
  status: "active" | "disabled" | "expired";
  issued_on: string;
  modified_on: string;
  /** Of the value, which is told once. */
  fingerprint: string;
}

export interface Bucket {
  name: string;
  jurisdiction: string;
  location: string;
  storage_class: string;
  creation_date: string;
  /** Names the `pub-….r2.dev` host. */
  id: string;
  /** `null` when the bucket has no CORS configuration. */
  cors: Json[] | null;
  lifecycle: Json[];
  isPublic: boolean;
  customDomains: { [domain: string]: JsonObject };
  objects: { [key: string]: { size: number; etag: string; uploaded: string } };
}

export interface PagesProject {
  id: string;
  account: string;
  name: string;
  subdomain: string;
  production_branch: string;
  created_on: string;
  build_config: JsonObject;
  source: JsonObject | null;
  deployment_configs: DeploymentConfigs;
  domains: PagesDomain[];
  /** Oldest first. */
  deployments: PagesDeployment[];
  /** Number in the names of the scripts that run the project's functions. */
  number: number;
}

export type DeploymentConfigs = { preview: Slot; production: Slot };

/** What a project's deployments of one kind get. */
export interface Slot {
  /** Single values by their name on the wire, such as `compatibility_date`. */
  settings: JsonObject;
  /** Binding maps by their name on the wire, such as `r2_buckets`; each by binding name. */
  bindings: { [map: string]: JsonObject };
  envVars: { [name: string]: EnvVar };
}

/** The value of a secret is never held: its digest tells a change from a repetition. */
type EnvVar = { type: "plain_text"; value: string } | { type: "secret_text"; sha256: string };

export interface PagesDeployment {
  id: string;
  created_on: string;
  environment: "preview" | "production";
  /** `branch`, `commit_hash`, `commit_message`, `commit_dirty`. */
  metadata: JsonObject;
  /** The project's variables at the time: a later change does not reach a deployment that exists. */
  envVars: Slot["envVars"];
}

export interface PagesDomain {
  id: string;
  domain_id: string;
  name: string;
  created_on: string;
}
