import { at } from "../config/merge.ts";
import { type Tier, tiers } from "../config/schema/environment.ts";
import { Problem } from "../problem/problem.ts";

/** What kind of environment a stack is: as its file says, or its name. */
export function tierOf(stack: string, environment: unknown): Tier | undefined {
  const said = tiers.find((tier) => tier === at(environment, ["tier"]));
  if (said) return said;
  const words: { [word: string]: Tier } = { dev: "development", local: "development", prod: "production" };
  if (/^(pr|review)-/.test(stack)) return "review";
  return tiers.find((tier) => tier === stack) ?? words[stack];
}

/** Copies of production; a developer's machine and the stack of what is shared are none. */
export function isHeld(tier: Tier): boolean {
  return tier !== "development" && tier !== "shared";
}

export function unknownTier(stack: string): Problem {
  return new Problem({
    code: "unknown-tier",
    where: { path: ["tier"] },
    what: `What kind of environment "${stack}" is does not follow from its name.`,
    fix: `write "tier:" with one of ${tiers.join(", ")}`,
  });
}
