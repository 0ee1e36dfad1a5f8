import type { Tier } from "../../config/schema/environment.ts";

/** Name of the template of review environments, whose file is Pulumi.review.yaml. */
export const TEMPLATE = "review";

/** Whether what is said for a stack is what the environments of pull requests are made from. */
export function isTemplate(stack: string, tier: Tier | undefined): boolean {
  return stack === TEMPLATE && tier === "review";
}

/** The stack of a pull request. */
export function reviewStack(pull: number): string {
  return `pr-${pull}`;
}

/** The number of the pull request that a stack is of. */
export function pullOf(stack: string): number | undefined {
  const number = /^pr-([1-9]\d*)$/.exec(stack)?.[1];
  return number === undefined ? undefined : Number(number);
}
