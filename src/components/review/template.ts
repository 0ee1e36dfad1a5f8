import type { Tier } from "../../config/schema/environment.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";

/** Name of the template of review environments, whose file is Pulumi.review.yaml. */
export const TEMPLATE = "review";

/** Whether what is said for a stack is what the environments of pull requests are made from. */
export function isTemplate(stack: string, tier: Tier | undefined): boolean {
  return stack === TEMPLATE && tier === "review";
}

/** Why nothing is brought up of the template. */
export function templateIsNoStack(): Problem {
  return new Problem({
    code: "template-is-no-stack",
    where: { file: `Pulumi.${TEMPLATE}.yaml`, path: [] },
    what: `"${TEMPLATE}" is what the environments of pull requests are made from, and none itself.`,
    fix: "bring up that of a pull request, by its number",
    commands: [line`parity review up 1`],
  });
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
