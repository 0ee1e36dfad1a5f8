import type { AppConfig } from "./schema/app.ts";
import type { BucketConfig } from "./schema/bucket.ts";
import type { DatabaseConfig } from "./schema/database.ts";
import type { DeployConfig, Tier } from "./schema/environment.ts";
import type { SiteConfig } from "./schema/site.ts";
import type { generatedShapes } from "./schema/value.ts";
import type { Late, Text } from "./text.ts";

/** Where a thing is: declared by this stack, on the developer's machine, or owned by another stack. */
export type Home =
  | { readonly in: "stack" }
  | { readonly in: "local" }
  | { readonly in: "owner"; readonly stack: string };

export type Texts = { readonly [name: string]: Text };

export interface AppBlueprint
  extends Omit<AppConfig, "variables" | "secrets" | "buildArgs" | "domains" | "organization" | "regions"> {
  readonly key: string;
  readonly home: Home;
  readonly organization: string;
  /** Machines by region; the first is primary. */
  readonly regions: { readonly [region: string]: number };
  readonly domains: readonly string[];
  /** Host name people use, with the port when it is local. */
  readonly host: string;
  readonly url: string;
  readonly buildArgs: Texts;
  readonly variables: Texts;
  readonly secrets: Texts;
}

export interface DatabaseBlueprint extends Omit<DatabaseConfig, "database" | "role" | "postgres" | "region"> {
  readonly key: string;
  readonly home: Home;
  /** Fly organization of a Managed Postgres cluster; empty elsewhere. */
  readonly organization: string;
  readonly database: string;
  readonly role: string;
  readonly postgres: number;
  readonly region: string;
}

export interface BucketBlueprint extends BucketConfig {
  readonly key: string;
  readonly home: Home;
  readonly origins: readonly Text[];
}

export interface SiteBlueprint extends Omit<SiteConfig, "variables" | "secrets" | "domains"> {
  readonly key: string;
  /** Who declares the Pages project. */
  readonly home: Home;
  /** This environment's slot of the project; absent on a developer's machine and in the owner's own stack. */
  readonly slot?: "preview" | "production";
  readonly domains: readonly string[];
  readonly host: Text;
  readonly url: Text;
  /** Cloudflare's own host of the project, which domains point at. Present when there are domains. */
  readonly subdomain?: Text;
  readonly variables: Texts;
  readonly secrets: Texts;
}

/** A value made at random by this stack. */
export interface GeneratedBlueprint {
  /** Where it is written, such as `apps.api.secrets.OAUTH_ENCRYPTION_KEY`: its logical name. */
  readonly key: string;
  readonly shape: (typeof generatedShapes)[number];
  readonly bytes?: number;
  readonly generation: number;
}

export interface PipelineBlueprint extends Omit<DeployConfig, "workflow"> {
  /** Name of the GitHub environment. */
  readonly environment: string;
  /** Refs that may deploy. Empty: every ref. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Fly deploy tokens by secret name: each may deploy one app and nothing else. */
  readonly tokens: { readonly [secret: string]: { readonly app: string } };
  readonly variables: Texts;
  readonly secrets: Texts;
  /** Path of the deploy workflow. */
  readonly workflow: string;
  /** Commands that must pass before a deployment, by job name. */
  readonly checks: { readonly [job: string]: string };
  /** Path of the workflow that runs the checks, when deployments wait for it. */
  readonly ci?: string;
}

/**
 * Everything about one environment, explicitly: every name, host and URL that can be known is known here, and what
 * cannot be is a `Late` with its source. Resources, documents and checks read this and nothing else.
 */
export interface Blueprint {
  readonly project: string;
  readonly title: string;
  readonly stack: string;
  readonly tier: Tier;
  readonly alias: string;
  readonly suffix: string;
  readonly protect: boolean;
  readonly repository?: { readonly owner: string; readonly name: string };
  readonly neon?: { readonly organization?: string; readonly plan?: "free" | "launch" | "scale" };
  readonly cloudflare?: { readonly account: string; readonly zones: { readonly [domain: string]: string } };
  readonly apps: readonly AppBlueprint[];
  readonly databases: readonly DatabaseBlueprint[];
  readonly buckets: readonly BucketBlueprint[];
  readonly sites: readonly SiteBlueprint[];
  readonly generated: readonly GeneratedBlueprint[];
  readonly pipeline?: PipelineBlueprint;
  /** Where to look when something is wrong, one line each. */
  readonly monitoring: readonly string[];
  /** Values only a person has, by name: each is `pulumi config set --path --secret <project>:secrets.<NAME>`. */
  readonly secrets: readonly string[];
  /** What this stack reads from others. */
  readonly needs: readonly Late[];
  /** What this stack tells others: owners the stacks that share, development the `.env` of its apps. */
  readonly shares: readonly { readonly address: string; readonly text: Text }[];
  /** Reason for each value that is the same in every environment on purpose, by path. */
  readonly sameEverywhere: { readonly [path: string]: string };
  /** Reason for each thing that is shared or differs, by path. */
  readonly reasons: { readonly [path: string]: string };
}
