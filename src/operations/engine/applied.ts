import type { ResourceChange } from "./change.ts";
import { changesIn } from "./changes.ts";
import { type EngineEvent, type EngineStep, finishedSteps, followSteps } from "./events.ts";
import { changeOf, isResource } from "./resource-change.ts";
import type { EngineRun } from "./run.ts";

/**
 * Takes a run's events, and reports each change once it has been made, with the milliseconds that its last step took; what its
 * refresh finds is not one.
 */
export function reportChanges(
  report: (change: ResourceChange, took: number) => void,
  now: () => number = Date.now,
): (event: EngineEvent) => void {
  const follow = followSteps();
  const begun = new Map<string, number>();
  return (event) => {
    if (event.resourcePreEvent) begun.set(event.resourcePreEvent.metadata.urn, now());
    const { part, step } = follow(event) ?? {};
    if (part !== "apply" || !step || !isResource(step) || isHalfOfReplacement(step)) return;
    const change = changeOf(step);
    if (change) report(change, now() - (begun.get(step.urn) ?? now()));
  };
}

/** Of the three steps of a replacement one says that there is a new thing. */
function isHalfOfReplacement({ op }: EngineStep): boolean {
  return op === "replace" || op === "delete-replaced";
}

/** What a run has done, and whether something may be changed, in part or whole, that is not in it. */
export function appliedIn(run: Pick<EngineRun, "events" | "inconclusive">): {
  readonly done: readonly ResourceChange[];
  readonly uncertain: boolean;
} {
  const applied = finishedSteps(run.events).filter(({ part }) => part === "apply");
  const done = changesIn(applied.map(({ step }) => step));
  const stepKey = ({ op, urn }: EngineStep) => `${op} ${urn}`;
  const made = new Set(applied.map(({ step }) => stepKey(step)));
  const started = run.events.flatMap(({ resourcePreEvent: step }) => (step && !step.planning ? step.metadata : []));
  const halfway = started.some(
    (step) => step.op !== "refresh" && changeOf(step) !== undefined && !made.has(stepKey(step)),
  );
  return { done, uncertain: halfway || run.inconclusive };
}
