import { printable } from "../../problem/printable.ts";
import type { Outcome } from "./apply.ts";
import { nameOf } from "./by-hand.ts";
import type { RepositoryPlan } from "./setup.ts";
import type { Step } from "./step.ts";

/** Each setting of each repository on a line: what it is, and what there is to say. */
export function renderPlans(plans: readonly RepositoryPlan[]): string {
  return plans
    .map(({ repository, steps }) => [repository, ...steps.map((step) => renderStep(step))].join("\n"))
    .join("\n\n");
}

function renderStep({ setting, state, detail }: Step): string {
  return printable(`  ${state.padEnd(9)}  ${nameOf(setting)}${detail === "" ? "" : `: ${detail}`}`);
}

const words = { done: "made", refused: "refused", left: "left" } as const;

export function renderOutcomes(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ setting, state }) => printable(`  ${words[state].padEnd(9)}  ${nameOf(setting)}`)).join("\n");
}

export function changesIn(plans: readonly RepositoryPlan[]): number {
  return plans.flatMap(({ steps }) => steps).filter(({ change }) => change).length;
}
