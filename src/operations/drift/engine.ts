import { changesIn } from "../engine/changes.ts";
import { type EngineEvent, type EngineStep, finishedSteps, followSteps } from "../engine/events.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import type { Place } from "../existing/stack-state.ts";

/** What the engine says of a stack, with the steps that came to their end. */
export interface EngineComparison {
  /** The clouds against the state. */
  readonly refresh: EngineRun;
  readonly read: readonly EngineStep[];
  /** The config against the state as it was before. */
  readonly update: EngineRun;
  readonly planned: readonly EngineStep[];
}

/**
 * Compares clouds and config with the state, each apart from the other, so that neither hides the other. One preview with a refresh does
 * both where the clouds are as the state says: what it compares the config with is then the state. As soon as something is not, a second
 * preview begins, of the config against the state as it is. Neither writes state.
 */
export async function compareByEngine(place: Place): Promise<EngineComparison> {
  let second: Promise<EngineRun> | undefined;
  const compareConfig = () => {
    second ??= runEngine(["preview"], place);
    return second;
  };
  const follow = followSteps();
  const look = (event: EngineEvent) => {
    const { part, step } = follow(event) ?? {};
    const failed = event.diagnosticEvent?.severity === "error";
    if (failed || (part === "refresh" && step && !isAsBefore(step))) compareConfig().catch(() => undefined);
  };
  const first = await runEngine(["preview", "--refresh"], { ...place, onEvent: look });
  const partOf = (name: "refresh" | "program") =>
    finishedSteps(first.events).flatMap(({ part, step }) => (part === name ? step : []));
  const [read, planned] = [partOf("refresh"), partOf("program")];
  const same = first.ok && changesIn(planned).length === 0;
  // What the program makes of an output that moved may differ, too: the second one says whether it does. After Ctrl-C none is begun.
  if (!second && (same || first.interrupted)) return { refresh: first, read, update: first, planned };
  // Of one that failed it is not told whether the clouds, or only the program.
  const [refresh, update] = await Promise.all([
    first.ok ? first : runEngine(["refresh", "--preview-only"], place),
    compareConfig(),
  ]);
  return { refresh, read: first.ok ? read : stepsOf(refresh), update, planned: stepsOf(update) };
}

/** Whether the cloud has what the state says, and it works. The engine calls a step of a refresh that found nothing a refresh (3.276) or the same. */
function isAsBefore({ op, new: now }: EngineStep): boolean {
  return (op === "refresh" || op === "same") && (now?.initErrors ?? []).length === 0;
}

function stepsOf(run: EngineRun): EngineStep[] {
  return finishedSteps(run.events).map(({ step }) => step);
}
