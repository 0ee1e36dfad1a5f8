// Written from the definitions in src/provider by the script `schema`.

import type { CustomResource, CustomResourceOptions, Input, Output } from "@pulumi/pulumi";

export interface FlyAppArgs {
/** Name, and id, of the app: one namespace for all of Fly. 1 to 63 of a-z, 0-9, dash. Cannot be changed. */
readonly name: Input<string>;
/** Slug of the organization that owns the app, or `personal`. Cannot be changed. */
readonly organization: Input<string>;
/** Private network of its own. Default: the organization's. Cannot be changed. */
readonly network?: Input<string> | undefined;
}

/** A Fly app, without machines: deploying code is flyctl's work. */
export declare class FlyApp extends CustomResource {
constructor(name: string, args: FlyAppArgs, opts?: CustomResourceOptions);
/** Name, and id, of the app: one namespace for all of Fly. 1 to 63 of a-z, 0-9, dash. Cannot be changed. */
readonly name: Output<string>;
/** Slug of the organization that owns the app, or `personal`. Cannot be changed. */
readonly organization: Output<string>;
/** Private network of its own. Default: the organization's. Cannot be changed. */
readonly network?: Output<string | undefined>;
/** Fly's internal id of the app. */
readonly appId: Output<string>;
/** `<name>.fly.dev`. Answers once the app has an address and a machine. */
readonly hostname: Output<string>;
/** The organization's real slug, also where the input says `personal`. */
readonly organizationSlug: Output<string>;
}

export interface FlyCertificateArgs {
/** Name of the app. Changing it replaces the certificate. */
readonly app: Input<string>;
/** Host name that the app answers to. Changing it replaces the certificate. */
readonly hostname: Input<string>;
}

/** A host name of a Fly app, with a certificate from Let's Encrypt. */
export declare class FlyCertificate extends CustomResource {
constructor(name: string, args: FlyCertificateArgs, opts?: CustomResourceOptions);
/** Name of the app. Changing it replaces the certificate. */
readonly app: Output<string>;
/** Host name that the app answers to. Changing it replaces the certificate. */
readonly hostname: Output<string>;
/** IPv4 addresses for an A record. Declare the app's addresses first. */
readonly a: Output<(string)[]>;
/** IPv6 addresses for an AAAA record. */
readonly aaaa: Output<(string)[]>;
/** Target of a CNAME record, instead of A and AAAA on a subdomain. Empty when there is none. */
readonly cname: Output<string>;
/** Name of a CNAME record that proves the domain before traffic moves. */
readonly acmeChallengeName: Output<string>;
/** Target of that record. */
readonly acmeChallengeTarget: Output<string>;
/** Name of a TXT record that proves the domain behind a proxy such as Cloudflare's. */
readonly ownershipName: Output<string>;
/** Value of that record. */
readonly ownershipValue: Output<string>;
/** `active` once DNS is right and the certificate is issued; `pending_…` before. */
readonly status: Output<string>;
/** RFC 3339; Fly renews it before. Empty while none is issued. */
readonly expiresAt: Output<string>;
}

export interface FlyDeployTokenArgs {
/** Name of the only app the token may deploy. Changing it issues another token. */
readonly app: Input<string>;
/** What the token is for, unique on the app. Fly lists it as `<name>/<expiry>/<generation>`. */
readonly name: Input<string>;
/** Lifetime as a Go duration. Default a year (flyctl's own is twenty). Changing it issues another token. */
readonly expiry?: Input<string> | undefined;
/** Raise it to issue another token and revoke this one once nothing declares it any more. */
readonly generation?: Input<number> | undefined;
}

/** A deploy token of a single Fly app. */
export declare class FlyDeployToken extends CustomResource {
constructor(name: string, args: FlyDeployTokenArgs, opts?: CustomResourceOptions);
/** Name of the only app the token may deploy. Changing it issues another token. */
readonly app: Output<string>;
/** What the token is for, unique on the app. Fly lists it as `<name>/<expiry>/<generation>`. */
readonly name: Output<string>;
/** Lifetime as a Go duration. Default a year (flyctl's own is twenty). Changing it issues another token. */
readonly expiry: Output<string>;
/** Raise it to issue another token and revoke this one once nothing declares it any more. */
readonly generation: Output<number>;
/** Fly's id of the token. */
readonly tokenId: Output<string>;
/** The whole value, scheme included: what goes into `FLY_API_TOKEN`. */
readonly token: Output<string>;
/** RFC 3339. */
readonly expiresAt: Output<string>;
}

export interface FlyIpAddressArgs {
/** Name of the app. Changing it replaces the address. */
readonly app: Input<string>;
/** `v4` is billed, about 2 USD a month; an app has at most one `shared_v4`. Changing it replaces the address. */
readonly type: Input<"v4" | "v6" | "shared_v4" | "private_v6">;
/** Region code of an address served from one region. Default: all. Changing it replaces the address. */
readonly region?: Input<string> | undefined;
/** Network of a `private_v6`. Default: the organization's. Changing it replaces the address. */
readonly network?: Input<string> | undefined;
}

/** An IP address of a Fly app. One that the app has already with the same type, region and network is taken over: declare at most one of each. */
export declare class FlyIpAddress extends CustomResource {
constructor(name: string, args: FlyIpAddressArgs, opts?: CustomResourceOptions);
/** Name of the app. Changing it replaces the address. */
readonly app: Output<string>;
/** `v4` is billed, about 2 USD a month; an app has at most one `shared_v4`. Changing it replaces the address. */
readonly type: Output<"v4" | "v6" | "shared_v4" | "private_v6">;
/** Region code of an address served from one region. Default: all. Changing it replaces the address. */
readonly region?: Output<string | undefined>;
/** Network of a `private_v6`. Default: the organization's. Changing it replaces the address. */
readonly network?: Output<string | undefined>;
/** The address, such as `66.241.124.9` or `2a09:8280:1::9`. */
readonly address: Output<string>;
}

export interface FlyPostgresArgs {
/** Name of the cluster, unique in the organization. Cannot be changed. */
readonly name: Input<string>;
/** Slug of the organization that owns the cluster. Cannot be changed. */
readonly organization: Input<string>;
/** One of ams, fra, gru, iad, lax, lhr, nrt, ord, sin, sjc, syd, yyz. Cannot be changed. */
readonly region: Input<string>;
/** Size of the cluster, in Fly's own spelling. Cannot be changed. */
readonly plan: Input<"basic" | "starter" | "launch" | "scale" | "Performance">;
/** Size of the disk in GB. Cannot be changed. */
readonly diskGb?: Input<number> | undefined;
/** Major version of Postgres. Cannot be changed. */
readonly pgMajorVersion?: Input<"16" | "17"> | undefined;
}

/** A cluster of Fly's Managed Postgres. */
export declare class FlyPostgres extends CustomResource {
constructor(name: string, args: FlyPostgresArgs, opts?: CustomResourceOptions);
/** Name of the cluster, unique in the organization. Cannot be changed. */
readonly name: Output<string>;
/** Slug of the organization that owns the cluster. Cannot be changed. */
readonly organization: Output<string>;
/** One of ams, fra, gru, iad, lax, lhr, nrt, ord, sin, sjc, syd, yyz. Cannot be changed. */
readonly region: Output<string>;
/** Size of the cluster, in Fly's own spelling. Cannot be changed. */
readonly plan: Output<"basic" | "starter" | "launch" | "scale" | "Performance">;
/** Size of the disk in GB. Cannot be changed. */
readonly diskGb: Output<number>;
/** Major version of Postgres. Cannot be changed. */
readonly pgMajorVersion: Output<"16" | "17">;
/** Fly's id of the cluster. */
readonly clusterId: Output<string>;
/** Host for connections straight to Postgres, such as migrations. */
readonly directHost: Output<string>;
readonly directPort: Output<number>;
/** Host of the connection pooler, for the app. */
readonly poolerHost: Output<string>;
readonly poolerPort: Output<number>;
}

export interface FlyPostgresDatabaseArgs {
/** Id of the Managed Postgres cluster. Cannot be changed. */
readonly cluster: Input<string>;
/** Name of the database. Cannot be changed. */
readonly name: Input<string>;
}

/** A database in a cluster of Fly's Managed Postgres. */
export declare class FlyPostgresDatabase extends CustomResource {
constructor(name: string, args: FlyPostgresDatabaseArgs, opts?: CustomResourceOptions);
/** Id of the Managed Postgres cluster. Cannot be changed. */
readonly cluster: Output<string>;
/** Name of the database. Cannot be changed. */
readonly name: Output<string>;
}

export interface FlyPostgresUserArgs {
/** Id of the Managed Postgres cluster. Changing it replaces the user. */
readonly cluster: Input<string>;
/** Name of the user. Changing it replaces the user. */
readonly username: Input<string>;
/** What the user may do. */
readonly role?: Input<"schema_admin" | "writer" | "reader"> | undefined;
}

/** A user of a cluster of Fly's Managed Postgres. */
export declare class FlyPostgresUser extends CustomResource {
constructor(name: string, args: FlyPostgresUserArgs, opts?: CustomResourceOptions);
/** Id of the Managed Postgres cluster. Changing it replaces the user. */
readonly cluster: Output<string>;
/** Name of the user. Changing it replaces the user. */
readonly username: Output<string>;
/** What the user may do. */
readonly role: Output<"schema_admin" | "writer" | "reader">;
/** Made up by Fly. */
readonly password: Output<string>;
}

export interface FlySecretsArgs {
/** Name of the app. Changing it sets the secrets on another app instead. */
readonly app: Input<string>;
/** Environment variables of the app's machines, by name. Other secrets of the app are left alone. */
readonly values: Input<{ readonly [key: string]: Input<string> }>;
/** Names of secrets that the app has already and that stay as they are. Default: none. */
readonly kept?: Input<(Input<string>)[]> | undefined;
/** `rolling` updates the running machines one by one; `staged` leaves new values to the next deploy. */
readonly rollout?: Input<"rolling" | "staged"> | undefined;
}

/** Secrets of a Fly app, written in one step and rolled out to its machines. */
export declare class FlySecrets extends CustomResource {
constructor(name: string, args: FlySecretsArgs, opts?: CustomResourceOptions);
/** Name of the app. Changing it sets the secrets on another app instead. */
readonly app: Output<string>;
/** Environment variables of the app's machines, by name. Other secrets of the app are left alone. */
readonly values: Output<{ readonly [key: string]: string }>;
/** Names of secrets that the app has already and that stay as they are. Default: none. */
readonly kept?: Output<(string)[] | undefined>;
/** `rolling` updates the running machines one by one; `staged` leaves new values to the next deploy. */
readonly rollout: Output<"rolling" | "staged">;
/** Fly's version of the app's secrets after our last write. 0 before the first. */
readonly version: Output<number>;
/** Fly's digest of each value after our write, by name. Empty when the write is not confirmed. */
readonly digests: Output<{ readonly [key: string]: string }>;
/** The last version that all machines were updated to; behind `version` when staged. */
readonly rolledOutVersion: Output<number>;
}

export interface FlyVolumeArgs {
/** Name of the app that mounts it. Cannot be changed. */
readonly app: Input<string>;
/** Name by which the app mounts it, `source` in fly.toml: a-z, 0-9, underscore. Several may have the same. Cannot be changed. */
readonly name: Input<string>;
/** Region code, such as `iad`. Cannot be changed. */
readonly region: Input<string>;
/** Which of the app's volumes of this name in this region it is, from 1 on without a gap. Default 1. */
readonly slot?: Input<number> | undefined;
/** Size in GB. It is extended in place, and never becomes smaller. */
readonly size: Input<number>;
/** Days that each daily snapshot is kept, 1 to 60, or false for no snapshots. Default 5. Those that exist keep their days. */
readonly snapshots?: Input<number | boolean> | undefined;
}

/** A volume of a Fly app: a disk in one region, which one machine mounts. */
export declare class FlyVolume extends CustomResource {
constructor(name: string, args: FlyVolumeArgs, opts?: CustomResourceOptions);
/** Name of the app that mounts it. Cannot be changed. */
readonly app: Output<string>;
/** Name by which the app mounts it, `source` in fly.toml: a-z, 0-9, underscore. Several may have the same. Cannot be changed. */
readonly name: Output<string>;
/** Region code, such as `iad`. Cannot be changed. */
readonly region: Output<string>;
/** Which of the app's volumes of this name in this region it is, from 1 on without a gap. Default 1. */
readonly slot: Output<number>;
/** Size in GB. It is extended in place, and never becomes smaller. */
readonly size: Output<number>;
/** Days that each daily snapshot is kept, 1 to 60, or false for no snapshots. Default 5. Those that exist keep their days. */
readonly snapshots: Output<number | boolean>;
/** Fly's id of the volume, `vol_…`. */
readonly volumeId: Output<string>;
/** Hardware in the region that it is on: each of several in another. */
readonly zone: Output<string>;
/** Id of the machine that mounts it. Empty while none does. */
readonly attachedTo: Output<string>;
/** `ok`, or `unreachable` or `unknown` while Fly does not reach the host that it is on. */
readonly host: Output<string>;
}

export interface GeneratedSecretArgs {
/** How the value is written. Changing it makes a new value, so that `generation` must be raised with it. */
readonly shape: Input<"fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid">;
/** Strength in random bytes, by default 32; not for `fernet` and `uuid`. Changing it makes a new value, so that `generation` must be raised with it. */
readonly bytes?: Input<number> | undefined;
/** Raise it to make a new value in place of the old. */
readonly generation?: Input<number> | undefined;
}

/** A random secret, made once and kept in the stack's encrypted state. */
export declare class GeneratedSecret extends CustomResource {
constructor(name: string, args: GeneratedSecretArgs, opts?: CustomResourceOptions);
/** How the value is written. Changing it makes a new value, so that `generation` must be raised with it. */
readonly shape: Output<"fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid">;
/** Strength in random bytes, by default 32; not for `fernet` and `uuid`. Changing it makes a new value, so that `generation` must be raised with it. */
readonly bytes?: Output<number | undefined>;
/** Raise it to make a new value in place of the old. */
readonly generation: Output<number>;
/** The secret. It exists in the stack's state only. */
readonly value: Output<string>;
}

export interface LineageArgs {

}

/** The identity of a stack's state: a random UUID, made once and never changed. */
export declare class Lineage extends CustomResource {
constructor(name: string, args: LineageArgs, opts?: CustomResourceOptions);
/** The UUID. It is not secret. */
readonly lineage: Output<string>;
}

export interface NeonBranchArgs {
/** Id of the project. Changing it replaces the branch. */
readonly projectId: Input<string>;
/** Name of the branch, 1 to 256 characters, unique in the project. */
readonly name: Input<string>;
/** Id of the branch it starts from. Default: the project's default branch. Changing it replaces the branch. */
readonly parentId?: Input<string> | undefined;
/** Takes the parent's schema without its data, as a root branch. Default false. Changing it replaces the branch. */
readonly schemaOnly?: Input<boolean> | undefined;
/** Instant in RFC 3339, at most 30 days ahead, at which Neon deletes the branch. Default: never. */
readonly expiresAt?: Input<string> | undefined;
/** Whether Neon refuses to delete it. Paid plans only. Default: left alone. */
readonly protected?: Input<boolean> | undefined;
/** Smallest compute in CU, from 0.25. Default: Neon's. */
readonly minCu?: Input<number> | undefined;
/** Largest compute in CU. Default: Neon's. Plans have different ceilings. */
readonly maxCu?: Input<number> | undefined;
/** Idle seconds until the compute stops: 60 to 604800, -1 never, 0 the plan's default. Default: left out, as Free needs it. */
readonly suspendTimeoutSeconds?: Input<number> | undefined;
/** Identity of the state, of a `parity:index:Lineage`. A create takes over what an earlier one of the same lineage made. Default: only what this very create made. Neon takes it at creation only: declare it with `ignoreChanges`. */
readonly lineage?: Input<string> | undefined;
/** Inherited role to connect as. Gives `url`, together with `database`. */
readonly role?: Input<string> | undefined;
/** Inherited database to connect to. Gives `url`, together with `role`. */
readonly database?: Input<string> | undefined;
}

/** A branch of a Neon project with a compute of its own. */
export declare class NeonBranch extends CustomResource {
constructor(name: string, args: NeonBranchArgs, opts?: CustomResourceOptions);
/** Id of the project. Changing it replaces the branch. */
readonly projectId: Output<string>;
/** Name of the branch, 1 to 256 characters, unique in the project. */
readonly name: Output<string>;
/** Id of the branch it starts from. Default: the project's default branch. Changing it replaces the branch. */
readonly parentId?: Output<string | undefined>;
/** Takes the parent's schema without its data, as a root branch. Default false. Changing it replaces the branch. */
readonly schemaOnly: Output<boolean>;
/** Instant in RFC 3339, at most 30 days ahead, at which Neon deletes the branch. Default: never. */
readonly expiresAt?: Output<string | undefined>;
/** Whether Neon refuses to delete it. Paid plans only. Default: left alone. */
readonly protected?: Output<boolean | undefined>;
/** Smallest compute in CU, from 0.25. Default: Neon's. */
readonly minCu?: Output<number | undefined>;
/** Largest compute in CU. Default: Neon's. Plans have different ceilings. */
readonly maxCu?: Output<number | undefined>;
/** Idle seconds until the compute stops: 60 to 604800, -1 never, 0 the plan's default. Default: left out, as Free needs it. */
readonly suspendTimeoutSeconds?: Output<number | undefined>;
/** Identity of the state, of a `parity:index:Lineage`. A create takes over what an earlier one of the same lineage made. Default: only what this very create made. Neon takes it at creation only: declare it with `ignoreChanges`. */
readonly lineage?: Output<string | undefined>;
/** Inherited role to connect as. Gives `url`, together with `database`. */
readonly role?: Output<string | undefined>;
/** Inherited database to connect to. Gives `url`, together with `role`. */
readonly database?: Output<string | undefined>;
/** Id of the branch, `br-…`. */
readonly branchId: Output<string>;
/** Id of its compute, `ep-…`. */
readonly endpointId: Output<string>;
/** Host for migrations and sessions. */
readonly host: Output<string>;
/** Host for many short connections: PgBouncer in transaction mode. */
readonly pooledHost: Output<string>;
/** Password of `role` on this branch: a protected parent's is another. */
readonly password?: Output<string | undefined>;
/** `postgresql://` URI by the direct host. */
readonly url?: Output<string | undefined>;
/** `postgresql://` URI by the pooled host. */
readonly pooledUrl?: Output<string | undefined>;
}

export interface NeonDatabaseArgs {
/** Id of the project. Cannot be changed. */
readonly projectId: Input<string>;
/** Id of the branch. Cannot be changed. */
readonly branchId: Input<string>;
/** Name of the database, up to 63 bytes. Renamed in place. */
readonly name: Input<string>;
/** Role that owns it and that the URLs connect as. Changed in place. */
readonly owner: Input<string>;
/** Password for the URLs: give the owner's Role's, and they follow its rotation. Default: read from Neon. */
readonly ownerPassword?: Input<string> | undefined;
}

/** A Postgres database on a branch of a Neon project. */
export declare class NeonDatabase extends CustomResource {
constructor(name: string, args: NeonDatabaseArgs, opts?: CustomResourceOptions);
/** Id of the project. Cannot be changed. */
readonly projectId: Output<string>;
/** Id of the branch. Cannot be changed. */
readonly branchId: Output<string>;
/** Name of the database, up to 63 bytes. Renamed in place. */
readonly name: Output<string>;
/** Role that owns it and that the URLs connect as. Changed in place. */
readonly owner: Output<string>;
/** Password for the URLs: give the owner's Role's, and they follow its rotation. Default: read from Neon. */
readonly ownerPassword?: Output<string | undefined>;
/** Neon's number of the database. Stays when it is renamed. */
readonly databaseId: Output<number>;
/** Host for migrations and sessions. */
readonly host: Output<string>;
/** Host for many short connections: PgBouncer in transaction mode. */
readonly pooledHost: Output<string>;
/** `postgresql://` URI by the direct host. */
readonly url: Output<string>;
/** `postgresql://` URI by the pooled host. */
readonly pooledUrl: Output<string>;
}

export interface NeonProjectArgs {
/** Name of the project, 1 to 256 characters. Neon lets several have the same; we do not. */
readonly name: Input<string>;
/** Id of the region, such as `aws-us-east-1`. Cannot be changed. */
readonly region: Input<string>;
/** Major version of Postgres, 14 to 18. Default 17. Cannot be changed. */
readonly postgres?: Input<number> | undefined;
/** Id of the organization that owns it. Default: the provider's, else the key's own. Cannot be changed. */
readonly organization?: Input<string> | undefined;
/** Name of the default branch. Default `main`. */
readonly branch?: Input<string> | undefined;
/** Role that owns the database; Neon chooses its password. Cannot be changed. */
readonly role: Input<string>;
/** Database on the default branch. Cannot be changed. */
readonly database: Input<string>;
/** Another number resets the role's password. Default 1. */
readonly passwordGeneration?: Input<number> | undefined;
/** How far back a branch or a restore may reach. Default: the plan's. Plans have different ceilings. */
readonly historyRetentionSeconds?: Input<number> | undefined;
/** Smallest compute in CU, from 0.25. Default: Neon's. */
readonly minCu?: Input<number> | undefined;
/** Largest compute in CU. Default: Neon's. Plans have different ceilings. */
readonly maxCu?: Input<number> | undefined;
/** Idle seconds until the compute stops: 60 to 604800, -1 never, 0 the plan's default. Default: left out, as Free needs it. */
readonly suspendTimeoutSeconds?: Input<number> | undefined;
/** Whether Neon refuses to delete the default branch and the project. Paid plans only. Default: left alone. */
readonly protectedBranch?: Input<boolean> | undefined;
/** Identity of the state, of a `parity:index:Lineage`. A create takes over what an earlier one of the same lineage made. Default: only what this very create made. Neon takes it at creation only: declare it with `ignoreChanges`. */
readonly lineage?: Input<string> | undefined;
/** Turns on logical replication, which restarts the computes and cannot be undone. Default: left alone. */
readonly logicalReplication?: Input<boolean> | undefined;
}

/** A Neon project with its default branch, compute, role and database. */
export declare class NeonProject extends CustomResource {
constructor(name: string, args: NeonProjectArgs, opts?: CustomResourceOptions);
/** Name of the project, 1 to 256 characters. Neon lets several have the same; we do not. */
readonly name: Output<string>;
/** Id of the region, such as `aws-us-east-1`. Cannot be changed. */
readonly region: Output<string>;
/** Major version of Postgres, 14 to 18. Default 17. Cannot be changed. */
readonly postgres: Output<number>;
/** Id of the organization that owns it. Default: the provider's, else the key's own. Cannot be changed. */
readonly organization?: Output<string | undefined>;
/** Name of the default branch. Default `main`. */
readonly branch: Output<string>;
/** Role that owns the database; Neon chooses its password. Cannot be changed. */
readonly role: Output<string>;
/** Database on the default branch. Cannot be changed. */
readonly database: Output<string>;
/** Another number resets the role's password. Default 1. */
readonly passwordGeneration: Output<number>;
/** How far back a branch or a restore may reach. Default: the plan's. Plans have different ceilings. */
readonly historyRetentionSeconds?: Output<number | undefined>;
/** Smallest compute in CU, from 0.25. Default: Neon's. */
readonly minCu?: Output<number | undefined>;
/** Largest compute in CU. Default: Neon's. Plans have different ceilings. */
readonly maxCu?: Output<number | undefined>;
/** Idle seconds until the compute stops: 60 to 604800, -1 never, 0 the plan's default. Default: left out, as Free needs it. */
readonly suspendTimeoutSeconds?: Output<number | undefined>;
/** Whether Neon refuses to delete the default branch and the project. Paid plans only. Default: left alone. */
readonly protectedBranch?: Output<boolean | undefined>;
/** Identity of the state, of a `parity:index:Lineage`. A create takes over what an earlier one of the same lineage made. Default: only what this very create made. Neon takes it at creation only: declare it with `ignoreChanges`. */
readonly lineage?: Output<string | undefined>;
/** Turns on logical replication, which restarts the computes and cannot be undone. Default: left alone. */
readonly logicalReplication?: Output<boolean | undefined>;
/** Id of the project, such as `quiet-river-12345678`. */
readonly projectId: Output<string>;
/** Id of the default branch, `br-…`. */
readonly branchId: Output<string>;
/** Id of its compute, `ep-…`. */
readonly endpointId: Output<string>;
/** Host for migrations and sessions (LISTEN, advisory locks, prepared statements). */
readonly host: Output<string>;
/** Host for many short connections: PgBouncer in transaction mode. */
readonly pooledHost: Output<string>;
/** Password of `role`. */
readonly password: Output<string>;
/** `postgresql://` URI by the direct host, for libpq and what is built on it. */
readonly url: Output<string>;
/** `postgresql://` URI by the pooled host. */
readonly pooledUrl: Output<string>;
}

export interface NeonRoleArgs {
/** Id of the project. Changing it replaces the role. */
readonly projectId: Input<string>;
/** Id of the branch. Changing it replaces the role. */
readonly branchId: Input<string>;
/** Name of the role, up to 63 bytes. Changing it replaces the role. */
readonly name: Input<string>;
/** True takes the role that the branch has from its parent, and leaves it there in the end. Default false. */
readonly inherited?: Input<boolean> | undefined;
/** Another number resets the password in place. Default 1. */
readonly generation?: Input<number> | undefined;
}

/** A Postgres role on a branch of a Neon project, with a password that Neon chooses. */
export declare class NeonRole extends CustomResource {
constructor(name: string, args: NeonRoleArgs, opts?: CustomResourceOptions);
/** Id of the project. Changing it replaces the role. */
readonly projectId: Output<string>;
/** Id of the branch. Changing it replaces the role. */
readonly branchId: Output<string>;
/** Name of the role, up to 63 bytes. Changing it replaces the role. */
readonly name: Output<string>;
/** True takes the role that the branch has from its parent, and leaves it there in the end. Default false. */
readonly inherited?: Output<boolean | undefined>;
/** Another number resets the password in place. Default 1. */
readonly generation: Output<number>;
/** Chosen by Neon. An old one ends when another is made. */
readonly password: Output<string>;
}

export interface PagesCompatibilityArgs {
/** Cloudflare account. Changing it sets them in the other account instead. */
readonly accountId: Input<string>;
/** Name of the Pages project. Changing it sets them in the other one instead. */
readonly project: Input<string>;
/** Whose functions run under them. Changing it sets the other slot's. */
readonly slot: Input<"preview" | "production">;
/** Compatibility date, `YYYY-MM-DD`, not in the future. Changed in place, for later deployments. */
readonly date: Input<string>;
/** Compatibility flags, all of them; their order means nothing. Default: none. Changed in place. */
readonly flags?: Input<(Input<string>)[]> | undefined;
}

/** What of Cloudflare's runtime the functions in one slot of a Pages project run under. */
export declare class PagesCompatibility extends CustomResource {
constructor(name: string, args: PagesCompatibilityArgs, opts?: CustomResourceOptions);
/** Cloudflare account. Changing it sets them in the other account instead. */
readonly accountId: Output<string>;
/** Name of the Pages project. Changing it sets them in the other one instead. */
readonly project: Output<string>;
/** Whose functions run under them. Changing it sets the other slot's. */
readonly slot: Output<"preview" | "production">;
/** Compatibility date, `YYYY-MM-DD`, not in the future. Changed in place, for later deployments. */
readonly date: Output<string>;
/** Compatibility flags, all of them; their order means nothing. Default: none. Changed in place. */
readonly flags: Output<(string)[]>;
}

export interface PagesProductionBranchArgs {
/** Cloudflare account. Changing it sets the branch in the other account instead. */
readonly accountId: Input<string>;
/** Name of the Pages project. Changing it sets the branch of the other one instead. */
readonly project: Input<string>;
/** Branch of the connected repository that is built as production. Changed in place. */
readonly branch: Input<string>;
}

/** The branch of a connected repository that a Cloudflare Pages project builds as production. */
export declare class PagesProductionBranch extends CustomResource {
constructor(name: string, args: PagesProductionBranchArgs, opts?: CustomResourceOptions);
/** Cloudflare account. Changing it sets the branch in the other account instead. */
readonly accountId: Output<string>;
/** Name of the Pages project. Changing it sets the branch of the other one instead. */
readonly project: Output<string>;
/** Branch of the connected repository that is built as production. Changed in place. */
readonly branch: Output<string>;
}

export interface PagesVariablesArgs {
/** Cloudflare account. Changing it sets the variables in the other account instead. */
readonly accountId: Input<string>;
/** Name of the Pages project. Changing it sets the variables in another project instead. */
readonly project: Input<string>;
/** `production` is for deployments of the production branch, `preview` for all others. Changing it moves the variables. */
readonly slot: Input<"preview" | "production">;
/** Variables by name that anybody with access to the project may read. They act on later deployments. */
readonly plain?: Input<{ readonly [key: string]: Input<string> }> | undefined;
/** Variables by name that Cloudflare never tells again. They act on later deployments. */
readonly secret?: Input<{ readonly [key: string]: Input<string> }> | undefined;
/** Names of secret variables that the slot has already and that stay as they are. Default: none. */
readonly kept?: Input<(Input<string>)[]> | undefined;
}

/** Variables in one slot (preview or production) of a Cloudflare Pages project that others may share. */
export declare class PagesVariables extends CustomResource {
constructor(name: string, args: PagesVariablesArgs, opts?: CustomResourceOptions);
/** Cloudflare account. Changing it sets the variables in the other account instead. */
readonly accountId: Output<string>;
/** Name of the Pages project. Changing it sets the variables in another project instead. */
readonly project: Output<string>;
/** `production` is for deployments of the production branch, `preview` for all others. Changing it moves the variables. */
readonly slot: Output<"preview" | "production">;
/** Variables by name that anybody with access to the project may read. They act on later deployments. */
readonly plain: Output<{ readonly [key: string]: string }>;
/** Variables by name that Cloudflare never tells again. They act on later deployments. */
readonly secret: Output<{ readonly [key: string]: string }>;
/** Names of secret variables that the slot has already and that stay as they are. Default: none. */
readonly kept?: Output<(string)[] | undefined>;
/** Names of ours that Cloudflare does not show as we sent them. The next update sends them again. */
readonly unconfirmed: Output<(string)[]>;
}

export interface R2CredentialsArgs {
/** Cloudflare account of the buckets. Changing it issues another key. */
readonly accountId: Input<string>;
/** What Cloudflare lists the token by: `<name>/<generation>/<lineage>`. */
readonly name: Input<string>;
/** Identity of the state that makes it. A token that carries another is left alone. */
readonly lineage: Input<string>;
/** The only buckets that the key opens. Changing them keeps the key. */
readonly buckets: Input<(Input<{
/** Name of the bucket. */
readonly name: Input<string>;
/** Its jurisdiction, such as `eu`. Default: `default`. */
readonly jurisdiction?: Input<string> | undefined;
/** What is allowed with its objects; `write` implies `read`. */
readonly permission: Input<"read" | "write">;
}>)[]>;
/** Raise it to issue another key, and to revoke this one once nothing declares it any more. */
readonly generation?: Input<number> | undefined;
/** Somebody may have the value of another token of the very same name: it lives on. Default: it is revoked. */
readonly keepOthers?: Input<boolean> | undefined;
}

/** S3 credentials that open some R2 buckets and nothing else. */
export declare class R2Credentials extends CustomResource {
constructor(name: string, args: R2CredentialsArgs, opts?: CustomResourceOptions);
/** Cloudflare account of the buckets. Changing it issues another key. */
readonly accountId: Output<string>;
/** What Cloudflare lists the token by: `<name>/<generation>/<lineage>`. */
readonly name: Output<string>;
/** Identity of the state that makes it. A token that carries another is left alone. */
readonly lineage: Output<string>;
/** The only buckets that the key opens. Changing them keeps the key. */
readonly buckets: Output<({
/** Name of the bucket. */
readonly name: string;
/** Its jurisdiction, such as `eu`. Default: `default`. */
readonly jurisdiction?: string | undefined;
/** What is allowed with its objects; `write` implies `read`. */
readonly permission: "read" | "write";
})[]>;
/** Raise it to issue another key, and to revoke this one once nothing declares it any more. */
readonly generation: Output<number>;
/** Somebody may have the value of another token of the very same name: it lives on. Default: it is revoked. */
readonly keepOthers: Output<boolean>;
/** S3 access key id: the id of the token. */
readonly accessKeyId: Output<string>;
/** S3 secret access key: the SHA-256 of the token's value. */
readonly secretAccessKey: Output<string>;
/** What Cloudflare calls the token. */
readonly tokenName: Output<string>;
/** `active`, `disabled` or `expired`. */
readonly status?: Output<string | undefined>;
/** RFC 3339. Absent of a token without an end. */
readonly expiresOn?: Output<string | undefined>;
}
