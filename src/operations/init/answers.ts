/** Environments that a new product may have, in the order in which they are set up. */
export const environments = ["dev", "staging", "production", "review"] as const;
export type EnvironmentName = (typeof environments)[number];

/** What is known of a new product: by flags, by questions, or by what its repository says. */
export interface Answers {
  /** Pulumi project and start of every name: a-z, 0-9 and dashes. */
  readonly name: string;
  /** `owner/name` of the application's repository. */
  readonly repository: string | undefined;
  readonly fly: { readonly organization: string | undefined; readonly region: string };
  /** Apps by key. */
  readonly apps: { readonly [key: string]: AppAnswers };
  readonly database: "neon" | "fly" | "none";
  readonly bucket: boolean;
  readonly site: boolean | SiteAnswers;
  /** What deploys an environment. Default: a push to main deploys staging, a release production. */
  readonly triggers?: Triggers;
  readonly environments: readonly EnvironmentName[];
  /** What the clouds have said, where somebody has given their tokens. */
  readonly accounts?: Accounts;
}

/** A Pages project that there is already. */
export interface SiteAnswers {
  readonly project: string;
  /** Folder that is uploaded, from the repository's root. */
  readonly output: string;
}

/** `deploy.on` of an environment. */
export interface Triggers {
  readonly staging?: Trigger;
  readonly production?: Trigger;
}

type Trigger =
  | { readonly release: object }
  | { readonly push: { readonly branches?: readonly string[]; readonly tags?: readonly string[] } };

/** An account of one vendor: its id, and its name for people where it has another. */
export interface Account {
  readonly id: string;
  readonly name?: string;
}

/** Those that the tokens reach, of each vendor that could be asked. */
export interface Accounts {
  readonly fly?: readonly Account[];
  readonly neon?: readonly Account[];
  readonly cloudflare?: readonly Account[];
}

/** One app, as far as it is the same everywhere. */
export interface AppAnswers {
  /** Left out: a worker. */
  readonly port?: number;
  /** Path that answers when it is well. */
  readonly health?: string;
  readonly release?: string;
  /** How it runs on a developer's machine. */
  readonly command?: string;
  /** What each environment has otherwise, when there are fly.toml files already. */
  readonly existing?: { readonly [environment: string]: ExistingApp };
}

/** An app that runs already, as its fly.toml says. */
export interface ExistingApp {
  readonly name: string;
  /** Path of its fly.toml, from the repository's root. */
  readonly config: string;
  readonly port?: number;
  readonly health?: string;
  readonly release?: string;
  readonly regions?: { readonly [region: string]: number };
  readonly machine?: { readonly size: string; readonly memory?: number };
  readonly sleep?: "off" | "stop" | "suspend";
}

/** What is written in place of what only a person has, by path, with where it is found. */
export const unknownIds = {
  "fly.organization": { value: "my-organization", where: "the slug that `fly orgs list` shows" },
  "neon.organization": { value: "org-my-organization-12345678", where: "the id that `neonctl orgs list` shows" },
  "cloudflare.account": { value: "00000000000000000000000000000000", where: "the id in the dashboard's address" },
  repository: { value: "my-organization/my-repository", where: "the application's repository at GitHub" },
} as const;
