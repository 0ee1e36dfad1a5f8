import type { Blueprint } from "../../components/blueprint.ts";
import { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { appliedIn, reportChanges } from "../engine/applied.ts";
import type { ResourceChange } from "../engine/change.ts";
import { finishedSteps } from "../engine/events.ts";
import { runEngine } from "../engine/run.ts";
import type { Sources } from "../existing/sources.ts";
import { failedPreview, reportOf } from "../preview/preview.ts";
import type { PreviewReport } from "../preview/report.ts";
import { recover } from "../recover/recover.ts";
import type { Recovery } from "../recover/recovery.ts";
import { findGuarded } from "./guarded.ts";
import { findReaders } from "./readers.ts";

export interface DestroyOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Of every stack of the project: which of them read from this one. */
  readonly blueprints: Iterable<Blueprint>;
  /** Who is asked for what earlier runs left. */
  readonly sources: Sources;
  /** Only show what would be deleted. */
  readonly dryRun: boolean;
  /** Whether somebody has asked this run to end: asked for where no engine runs, which hears of it itself. */
  readonly isInterrupted: () => boolean;
  /** Called for each thing that an earlier run began, once it is known what became of it. */
  readonly onRecovery: (recovery: Recovery) => void;
  /** Called with what would be deleted, as soon as it is known. */
  readonly onReport: (report: PreviewReport) => void;
  /** Called once before anything is deleted; what it throws ends the run there. */
  readonly onStart: () => Promise<void>;
  /** Called for each thing as it has been deleted. */
  readonly onChange: (change: ResourceChange, took: number) => void;
}

export interface DestroyResult {
  readonly stack: string;
  /**
   * `destroyed`: nothing is left. `planned`: it was only shown. `failed`: something is left, and `done` is how far it came.
   * `interrupted`: the same, for somebody ended it.
   */
  readonly outcome: "destroyed" | "planned" | "failed" | "interrupted";
  /** What was about to be deleted. */
  readonly report: PreviewReport;
  readonly done: readonly ResourceChange[];
  /** Something may be deleted that is not in `done`. */
  readonly uncertain: boolean;
  readonly errors: readonly string[];
  /** What earlier runs began and did not finish, and what became of it. */
  readonly recoveries: readonly Recovery[];
}

/**
 * Deletes what a stack has made, also what an interrupted run was making: first it is taken into the state. Reads every cloud
 * before, so that what is gone already is not asked for. What is protected stays, and all with it. Twice is a success.
 */
export async function destroy(options: DestroyOptions): Promise<DestroyResult> {
  const { project, stack, dryRun } = options;
  const looked = await look(options);
  if (looked.outcome !== "planned" || dryRun) return looked;
  if (looked.report.outcome === "changes") {
    try {
      await options.onStart();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { ...looked, outcome: "failed", errors: [error.message] };
    }
  }
  const onEvent = reportChanges(options.onChange);
  const done: ResourceChange[] = [];
  for (;;) {
    const run = await runEngine(["destroy", "--yes", "--skip-preview", "--refresh"], { project, stack, onEvent });
    const applied = appliedIn(run);
    done.push(...applied.done);
    // What was taken over has no dependencies in the state, and may be asked for when what it stood in is gone: another run sees that.
    const goesOn = applied.done.length > 0 && done.length < looked.report.changes.length;
    if (goesOn && !run.ok && !run.interrupted && !run.inconclusive) continue;
    const outcome = run.ok ? "destroyed" : run.interrupted ? "interrupted" : "failed";
    const errors = run.errors.map(({ message }) => message);
    return { ...looked, outcome, done, uncertain: applied.uncertain, errors };
  }
}

/** All that comes before a deletion: `planned` when nothing speaks against it. A dry run leaves the state too as it is. */
async function look(options: DestroyOptions): Promise<DestroyResult> {
  const { project, stack, sources, dryRun } = options;
  const place = { project, stack };
  const named = { project: new Project(project).name, stack };
  const nothing = { stack, report: failedPreview(named, []), done: [], uncertain: false, errors: [], recoveries: [] };
  const failed = (errors: readonly string[]): DestroyResult => ({ ...nothing, outcome: "failed", errors });
  const readers = await findReaders(place, options.blueprints);
  if (readers.length > 0) return failed(readers.map(({ message }) => message));
  const { recoveries, errors } = dryRun ? nothing : await recover(place, sources);
  recoveries.forEach(options.onRecovery);
  if (errors.length > 0) return { ...failed(errors), recoveries };
  if (options.isInterrupted()) return { ...nothing, recoveries, outcome: "interrupted" };
  const preview = await runEngine(["destroy", "--preview-only", "--refresh"], place);
  const shown = { ...nothing, report: reportOf(named, preview), recoveries };
  if (shown.report.outcome === "interrupted" || options.isInterrupted()) return { ...shown, outcome: "interrupted" };
  if (shown.report.outcome === "failed") return { ...shown, outcome: "failed", errors: shown.report.errors };
  options.onReport(shown.report);
  const steps = finishedSteps(preview.events).map(({ step }) => step);
  const guarded = findGuarded(stack, steps).map(({ message }) => message);
  return { ...shown, outcome: guarded.length > 0 ? "failed" : "planned", errors: guarded };
}
