import type { Tier } from "../../config/schema/environment.ts";

/** A product of the infrastructure repository, as its workflows need it. */
export interface CiProduct {
  /** Name of the Pulumi project. */
  readonly name: string;
  /** Folder with its Pulumi.yaml, from the repository's root; `.` for the root itself. */
  readonly folder: string;
  /** Without the template of review environments. */
  readonly stacks: readonly CiStack[];
}

export interface CiStack {
  readonly stack: string;
  readonly tier: Tier;
}

/** Names of a product's stacks of a tier. */
export function stacksOf({ stacks }: CiProduct, tier: Tier): string[] {
  return stacks.filter((one) => one.tier === tier).map(({ stack }) => stack);
}
