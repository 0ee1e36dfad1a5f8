import { isObject } from "./merge.ts";
import type { Tier } from "./schema/environment.ts";

/** The kinds of things that a system has several of, by key. */
export const nouns = ["databases", "buckets", "apps", "sites"] as const;
export type Noun = (typeof nouns)[number];

/** Who has a thing: this stack declares it, it runs on the developer's machine, or another stack owns it. */
export type Ownership =
  | { readonly in: "stack" }
  | { readonly in: "local" }
  | { readonly in: "owner"; readonly stack: string };

/** Whether a stack declares a thing itself. */
export function isOwn({ ownership }: { readonly ownership: Ownership }): boolean {
  return ownership.in === "stack";
}

/** What the values of one environment can see. `System` is the system with this environment's overrides. */
export interface Scope<System = { readonly [key: string]: unknown }> {
  readonly stack: string;
  readonly tier: Tier;
  readonly alias: string;
  readonly suffix: string;
  /** Branch of the pull request that it is of; of the template a made-up one. Absent: it is of none. */
  readonly pull?: { readonly branch: string };
  readonly system: System;
}

/** Who has a thing, seen from one stack; `undefined` when this stack has nothing to do with it. */
export function ownershipOf({ stack, tier }: Scope<unknown>, noun: Noun, thing: unknown): Ownership | undefined {
  if (tier === "development" && (noun === "apps" || noun === "sites")) return { in: "local" };
  const shared = isObject(thing) && isObject(thing["shared"]) ? thing["shared"] : undefined;
  if (shared) return shared["owner"] === stack ? { in: "stack" } : { in: "owner", stack: String(shared["owner"]) };
  return tier === "shared" ? undefined : { in: "stack" };
}
