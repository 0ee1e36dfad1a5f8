import { z } from "zod";

const state = z.object({
  type: z.string(),
  /** False for components, which are nothing at a cloud. */
  custom: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
  /** URN of what it stands below, and `<URN>::<id>` of its provider. */
  parent: z.string().optional(),
  provider: z.string().optional(),
  /** Why the thing does not work, as its plugin says. */
  initErrors: z.array(z.string()).nullish(),
});

const step = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
  /** Properties because of which it is replaced. */
  keys: z.array(z.string()).nullish(),
  /** Top-level properties that differ. */
  diffs: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string() })).nullish(),
});

const stepEvent = z.object({ metadata: step, planning: z.boolean().optional() });

const event = z.object({
  resourcePreEvent: stepEvent.optional(),
  resOutputsEvent: stepEvent.optional(),
  resOpFailedEvent: stepEvent.optional(),
  diagnosticEvent: z.object({ urn: z.string().optional(), message: z.string(), severity: z.string() }).optional(),
});

/** A step of the engine, as its event log tells it (pulumi/pulumi sdk/go/common/apitype/events.go). Secrets are masked. */
export type EngineStep = z.infer<typeof step>;

/** One line of the engine's event log; of the kinds that are not read here, nothing is left. */
export type EngineEvent = z.infer<typeof event>;

/** @throws Error when the engine says something that none of its versions up to 3.276 does */
export function parseEvent(line: string): EngineEvent {
  return event.parse(JSON.parse(line));
}

/** A step that came to its end, in the part of the run where it did. */
export interface Finished {
  /** `refresh` compares the cloud with the state, `program` the config with the state; `apply` does it. */
  readonly part: "refresh" | "program" | "apply";
  readonly step: EngineStep;
}

/**
 * Answers the step that an event brings to a good end, if it is such an event; wants the events of a run in order. A refresh
 * announces itself by the operation of the event before the step, and says by that of the event after it what it found.
 */
export function followSteps(): (event: EngineEvent) => Finished | undefined {
  const announced = new Map<string, string>();
  return ({ resourcePreEvent: before, resOutputsEvent: after }) => {
    if (before) announced.set(before.metadata.urn, before.metadata.op);
    if (!after) return undefined;
    const refreshed = announced.get(after.metadata.urn) === "refresh";
    return { part: refreshed ? "refresh" : after.planning ? "program" : "apply", step: after.metadata };
  };
}

/** All steps that ended well, in order. */
export function finishedSteps(events: readonly EngineEvent[]): Finished[] {
  const follow = followSteps();
  return events.flatMap((event) => follow(event) ?? []);
}
