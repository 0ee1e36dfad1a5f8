import { UNKNOWNS } from "../../plugin/wire-marks.ts";
import { type EngineEvent, type EngineStep, finishedSteps } from "../engine/events.ts";
import { isResource } from "../engine/resource-change.ts";
import type { Attempt } from "./attempt.ts";
import { valueFinders } from "./left-values.ts";

/** The creations among steps. */
export function creationsIn(steps: readonly EngineStep[]): Attempt[] {
  return attemptsIn(steps).filter(({ held }) => held === undefined);
}

/** The attempts among steps. Of a replacement the state holds a thing already, and the vendor may have both. */
export function attemptsIn(steps: readonly EngineStep[]): Attempt[] {
  const counts = ({ op, type }: EngineStep) => op === "create" || (op === "update" && valueFinders.has(type));
  const attempts = steps.filter((step) => isResource(step) && counts(step));
  return attempts.map(({ op, urn, old, new: next }) => ({
    ...{ urn, inputs: knownOf(next?.inputs ?? {}), parent: next?.parent, provider: next?.provider },
    held: op === "update" ? { inputs: old?.inputs ?? {}, outputs: old?.outputs ?? {} } : undefined,
  }));
}

/** Those that a run began and that did not end well. */
export function failedAttempts(events: readonly EngineEvent[]): Attempt[] {
  const started = events.flatMap(({ resourcePreEvent: step }) => (step && !step.planning ? step.metadata : []));
  const ended = finishedSteps(events).flatMap(({ part, step }) => (part === "apply" ? step.urn : []));
  return attemptsIn(started).filter(({ urn }) => !ended.includes(urn));
}

/** What is not known yet is absent, and nothing is found by it. */
function knownOf(inputs: Attempt["inputs"]): Attempt["inputs"] {
  return Object.fromEntries(
    Object.entries(inputs).filter(([, value]) => typeof value !== "string" || !UNKNOWNS.has(value)),
  );
}
