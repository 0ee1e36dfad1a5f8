import { createHash } from "node:crypto";
import type { CloudRequest, Operation, Seed } from "../core/cloud.ts";
import type { Certificate, DnsRecord } from "./certificates.ts";
import type { IpAddress } from "./ip-addresses.ts";
import type { Machine } from "./machines/machine.ts";
import type { PostgresCluster } from "./postgres/cluster.ts";
import type { Vault } from "./secrets.ts";
import type { AccessToken } from "./tokens.ts";

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
  /** Set once the app is deleted: how often it is still seen. */
  readsUntilGone?: number;
}

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

/** The user whose token the sandbox is given. */
export const USER_EMAIL = "sandbox@example.com";

export function emptyState(seed: Seed): FlyState {
  const slugs = [...seed.flyOrganizations, "sandbox-user"];
  return {
    organizations: slugs.map((slug, i) => ({
      id: digest(`organization/${slug}`).slice(0, 20),
      internalNumericId: 70001 + i,
      slug,
      name: slug,
      isPersonal: i === slugs.length - 1,
    })),
    foreignAppNames: ["api", "app", "demo", "hello", "test", "web", "www"],
    apps: {},
    accessTokens: [{ id: "tok_1", digest: digestToken(seed.tokens.fly), name: "sandbox", scope: { kind: "user" } }],
    postgresClusters: {},
    dns: [],
  };
}

/** A scheme word may stand before a token in `FLY_API_TOKEN` (fly-go tokens.go), and further tokens after a comma. */
function digestToken(token: string): string {
  const [first = ""] = token
    .trim()
    .replace(/^((bearer|flyv1)\s+)+/i, "")
    .split(",");
  return digest(first);
}

export function digest(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

/** What a record has under a key that came over the wire, which may be the name of something every object has. */
export function lookUp<T>(record: { readonly [key: string]: T }, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
