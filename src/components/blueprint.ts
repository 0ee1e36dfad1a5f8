import type { Generated } from "../config/graph.ts";
import type { Tier } from "../config/schema/environment.ts";
import type { PullConfig, ReviewConfig } from "../config/schema/review.ts";
import type { Rotations } from "../config/schema/rotations.ts";
import type { Deferred, Template } from "../config/template.ts";
import type { AppBlueprint } from "./app/resolve.ts";
import type { BucketBlueprint } from "./bucket/resolve.ts";
import type { DatabaseBlueprint } from "./database/resolve.ts";
import type { PipelineBlueprint } from "./pipeline/resolve.ts";
import type { SiteBlueprint } from "./site/resolve.ts";

export type { AppBlueprint, BucketBlueprint, DatabaseBlueprint, PipelineBlueprint, SiteBlueprint };

/** What the environments of pull requests are held to, and who makes them. */
export interface ReviewTemplate extends ReviewConfig {
  /** Name of the product among those of one repository. */
  readonly product?: string;
  /** Path of the workflow of pull requests. */
  readonly workflow: string;
  /** One as the template makes it, of the pull request `EXAMPLE_PULL`: what differs from the template's own is each one's own. */
  readonly example?: Blueprint;
}

/**
 * Everything about one environment, explicitly: every name, host and URL that can be known is known here, and what
 * cannot be is deferred, with its source. Resources, documents and checks read this and nothing else. It is data alone: as JSON, it can
 * be kept.
 */
export interface Blueprint {
  readonly project: string;
  readonly title: string;
  readonly stack: string;
  readonly tier: Tier;
  readonly alias: string;
  readonly suffix: string;
  /** What environments of pull requests are held to: it is their template, and no stack. */
  readonly template?: ReviewTemplate;
  /** The pull request that it is of. */
  readonly pull?: PullConfig;
  /** Pulumi refuses to delete what is stateful here. */
  readonly protect: boolean;
  /** Things, such as `sites.web`, that a protected stack reads: they are protected like its own. */
  readonly protectedThings: readonly string[];
  readonly repository?: { readonly owner: string; readonly name: string };
  readonly neon?: { readonly organization?: string; readonly plan?: "free" | "launch" | "scale" };
  readonly cloudflare?: { readonly account: string; readonly zones: { readonly [domain: string]: string } };
  readonly apps: readonly AppBlueprint[];
  readonly databases: readonly DatabaseBlueprint[];
  readonly buckets: readonly BucketBlueprint[];
  readonly sites: readonly SiteBlueprint[];
  readonly generated: readonly Generated[];
  /** Paths of secrets that stay as their vendor has them: nobody can read them back. */
  readonly kept: readonly string[];
  /** Whether something reads the key that opens the buckets: nobody else makes one. */
  readonly storageKey: boolean;
  /** How often that key was rotated, and whether a kept value has another of this stack, which must live on. */
  readonly storage: { readonly generation: number; readonly keepOthers: boolean };
  /** How often keys and secrets were rotated here, by path: the others never were. */
  readonly rotations: Rotations;
  readonly pipeline?: PipelineBlueprint;
  /** Where to look when something is wrong, one line each. */
  readonly monitoring: readonly string[];
  /** Values only a person has, by name: each is `pulumi config set --path --secret <project>:secrets.<NAME>`. */
  readonly secrets: readonly string[];
  /** What this stack reads from others. */
  readonly needs: readonly Deferred[];
  /** What this stack tells others: owners the stacks that share, development the `.env` of its apps. */
  readonly shares: readonly { readonly address: string; readonly template: Template }[];
  /** Reason for each value that is the same in every environment on purpose, by path. */
  readonly sameEverywhere: { readonly [path: string]: string };
  /** Reason for each thing that is shared or differs, by path. */
  readonly reasons: { readonly [path: string]: string };
}
