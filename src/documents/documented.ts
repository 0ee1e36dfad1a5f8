import type { Blueprint } from "../components/blueprint.ts";
import { pullOf } from "../components/review/template.ts";

/**
 * The stacks that documents are of. Where environments of pull requests are made from a template, its documents serve them all: a
 * stack of one has none.
 */
export function withDocuments(all: ReadonlyMap<string, Blueprint>): ReadonlyMap<string, Blueprint> {
  if (![...all.values()].some(({ template }) => template)) return all;
  return new Map([...all].filter(([stack, { tier }]) => tier !== "review" || pullOf(stack) === undefined));
}
