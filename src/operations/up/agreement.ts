import { Problem } from "../../problem/problem.ts";
import { isDestructive } from "../engine/change.ts";
import type { EngineStep } from "../engine/events.ts";
import { tellApart } from "../existing/apart.ts";
import { attemptsIn } from "../existing/attempts.ts";
import { type Sighting, tryToLookFor } from "../existing/sighting.ts";
import { tryToReadState } from "../existing/stack-state.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { UpOptions } from "./options.ts";
import type { UpResult } from "./result.ts";

/** What a preview says would be done. */
export interface Previewed {
  readonly report: PreviewReport;
  readonly steps: readonly EngineStep[];
}

/** It may be done. */
export interface Agreed {
  /** What the vendors had right before. */
  readonly before: readonly Sighting[];
}

/** It may not, or not any more. */
export type NotAgreed = Pick<UpResult, "outcome" | "errors">;

export const NOTHING_DONE = { done: [], uncertain: false, differs: [], errors: [] } as const;

/** Stands between what is shown and what is done: shows it, has it agreed to, and looks at what the vendors have before it. */
export async function agree(options: UpOptions, { report, steps }: Previewed): Promise<Agreed | NotAgreed> {
  const { project, stack, sources } = options;
  const interrupted: NotAgreed = { outcome: "interrupted", errors: [] };
  if (report.outcome === "interrupted" || options.isInterrupted()) return interrupted;
  if (report.outcome === "failed") return { outcome: "failed", errors: report.errors };
  options.onReport(report);
  if (report.changes.some(isDestructive) && !options.allowDestroy) return { outcome: "destructive", errors: [] };
  try {
    await options.onStart(report);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { outcome: "failed", errors: [error.message] };
  }
  const sightings = await tryToLookFor(attemptsIn(steps), sources);
  const before = await tellApart(sightings, () => tryToReadState({ project, stack }));
  return options.isInterrupted() ? interrupted : { before };
}
