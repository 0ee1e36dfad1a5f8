import type { CloudRequest, Operation } from "../core/cloud.ts";

export interface FlyState {
  readonly organizations: Organization[];
  /** Names of other customers' apps: app names are one namespace for all of Fly. */
  readonly foreignAppNames: string[];
  /** By name, which is what the API's paths use. */
  readonly apps: { [name: string]: App };
  readonly accessTokens: AccessToken[];
  readonly postgresClusters: { [id: string]: PostgresCluster };
  /** What Fly finds in the public DNS when it checks a certificate. */
  readonly dns: DnsRecord[];
}

export type FlyRequest = CloudRequest<FlyState>;

export type FlyOperation = Operation<FlyState>;

export interface Organization {
  /** GraphQL node id. */
  readonly id: string;
  readonly internalNumericId: number;
  readonly slug: string;
  readonly name: string;
  /** Every account has one organization of its own, which may also be called `personal`. */
  readonly isPersonal: boolean;
}

export interface App {
  readonly id: string;
  readonly internalNumericId: number;
  readonly name: string;
  /** Slug of its organization. */
  readonly organization: string;
  readonly network: string;
  readonly role: string;
  /** First label of the app's own host under fly.dev, the target of CNAME records. */
  readonly cnameLabel: string;
  readonly secrets: Vault;
  readonly ipAddresses: IpAddress[];
  readonly certificates: { [hostname: string]: Certificate };
  readonly machines: { [id: string]: Machine };
  /** What flyctl deployed, the oldest first. Absent in states of earlier sandboxes. */
  releases?: Release[];
  /** By id. Absent in states of earlier sandboxes. */
  volumes?: { [id: string]: Volume };
  /** Set once the app is deleted: how often it is still seen. */
  readsUntilGone?: number;
}

/** An app's secrets. Values are not kept. */
interface Vault {
  /** Moves by one at every write, also one that changes nothing. */
  version: number;
  readonly entries: { [name: string]: Secret };
}

export interface Secret {
  readonly name: string;
  readonly digest: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One deployment of flyctl. Machines that were made without it have none. */
export interface Release {
  readonly id: string;
  readonly version: number;
  readonly image: string;
  readonly strategy: string;
  /** fly.toml as flyctl understood it. */
  readonly definition: unknown;
  readonly createdAt: string;
  /** `pending` and `running` are on their way; flyctl ends them as `complete`, `failed` or `interrupted`. */
  status: string;
}

export interface IpAddress {
  readonly id: string;
  readonly type: IpType;
  readonly ip: string;
  readonly region: string;
  readonly serviceName: string;
  /** Only of a private address: the network it is reachable from. An empty name is the organization's default one. */
  readonly network: { readonly name: string; readonly org_slug: string } | null;
  readonly createdAt: string;
}

export type IpType = "v4" | "v6" | "shared_v4" | "private_v6";

/** A hostname of an app with the certificate Fly gets for it from Let's Encrypt. */
export interface Certificate {
  readonly hostname: string;
  /** Label inside the target of the `_acme-challenge` record. */
  readonly challengeLabel: string;
  readonly createdAt: string;
  updatedAt: string;
  status: "pending_validation" | "pending_ownership" | "active";
  /** What the last check found. Nothing before the first one. */
  validation: CertificateValidation;
  /** Set when the DNS was found right: reads until the certificate is there. */
  readsUntilIssued?: number;
  issuedAt?: string;
}

export interface CertificateValidation {
  readonly dns_configured: boolean;
  readonly alpn_configured: boolean;
  readonly http_configured: boolean;
  readonly ownership_txt_configured: boolean;
}

/** One record of the public DNS. */
export interface DnsRecord {
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME" | "TXT";
  readonly value: string;
}

export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly privateIp: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Also called its version: new at every update. */
  instanceId: string;
  config: MachineConfig;
  state: MachineState;
  /** States it still has to go through, the next one first. Every read takes it one further. */
  ahead: MachineState[];
  /** Version of the app's secrets it was made or last updated with; `null` when they were withheld. */
  secretsVersion: number | null;
  isCordoned: boolean;
  lease?: Lease;
  /** Newest first, 50 at most, which is what the API shows. */
  events: MachineEvent[];
}

/** A disk that one machine mounts; which one is in the machine's config. */
export interface Volume {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly zone: string;
  readonly encrypted: boolean;
  readonly fstype: "ext4" | "raw";
  readonly createdAt: string;
  sizeGb: number;
  /** Days that a daily snapshot is kept. */
  snapshotRetention: number;
  hasSnapshots: boolean;
  hostStatus: "ok" | "unknown" | "unreachable";
  /** Fly's states (fly.io/docs/volumes/volume-states), those that last. */
  state: "created" | "pending_destroy";
}

/** Fly's machine states (fly.io/docs/machines/machine-states), those that come about here. */
export type MachineState =
  | "created"
  | "starting"
  | "started"
  | "stopping"
  | "stopped"
  | "suspending"
  | "suspended"
  | "restarting"
  | "replacing"
  | "destroying"
  | "destroyed";

/** A machine's config as the API reads it back; what is not named here is kept as it came. */
export interface MachineConfig {
  image: string;
  metadata?: { [key: string]: string } | undefined;
  services?: { internal_port?: number | undefined; checks?: MachineCheck[] | undefined }[] | undefined;
  checks?: { [name: string]: MachineCheck } | undefined;
  mounts?: { volume?: string | undefined; [other: string]: unknown }[] | undefined;
  [other: string]: unknown;
}

export interface MachineCheck {
  port?: number | undefined;
  [other: string]: unknown;
}

export interface MachineEvent {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly source: "user" | "flyd";
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** The sole right to change a machine, for a while. */
export interface Lease {
  readonly nonce: string;
  /** Seconds since the epoch, by the cloud's clock. */
  readonly expiresAt: number;
  readonly owner: string;
  readonly description: string;
  readonly version: string;
}

export interface PostgresCluster {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly plan: string;
  readonly region: string;
  readonly diskSizeGb: number;
  readonly pgMajorVersion: string;
  readonly postgisEnabled: boolean;
  readonly createdAt: string;
  status: "creating" | "initializing" | "ready" | "deleting" | "deleted";
  /** Reads left before the next status. */
  readsUntilNext: number;
  deletedAt?: string;
  readonly databases: string[];
  readonly users: { [name: string]: PostgresUser };
  readonly attachments: { readonly app: string; readonly attachedAt: string }[];
}

export interface PostgresUser {
  readonly name: string;
  role: string;
  /** Number from which its password follows; the password is not kept. */
  passwordSerial: number;
}

/** A token that opens the API. The token itself is shown once and not kept. */
export interface AccessToken {
  readonly id: string;
  /** SHA-256 of the part before the first comma, without a scheme word. */
  readonly digest: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly createdAt?: string;
  readonly expiresAt?: string;
  /** Slug of the organization whose list shows it. The REST call makes tokens that no list shows. */
  readonly listedIn?: string;
  revokedAt?: string;
}

export type TokenScope =
  | { readonly kind: "user" }
  | { readonly kind: "organization"; readonly organization: string }
  | { readonly kind: "app"; readonly appId: string };
