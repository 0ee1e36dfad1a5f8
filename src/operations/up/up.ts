import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { appliedIn, reportChanges } from "../engine/applied.ts";
import { isDestructive, type ResourceChange } from "../engine/change.ts";
import type { EngineError } from "../engine/error.ts";
import { finishedSteps } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { tellApart } from "../existing/apart.ts";
import { attemptsIn } from "../existing/attempts.ts";
import { tryToLookFor } from "../existing/sighting.ts";
import type { Sources } from "../existing/sources.ts";
import { tryToReadState } from "../existing/stack-state.ts";
import { digestOf, failedPreview, previewSteps } from "../preview/preview.ts";
import type { PreviewReport } from "../preview/report.ts";
import { recoverLost } from "../recover/lost.ts";
import { recover } from "../recover/recover.ts";
import type { Recovery } from "../recover/recovery.ts";
import { UnchangedKeeper } from "../unchanged/keeper.ts";
import { findDroppedSettings } from "./pages-projects.ts";

export interface UpOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** File with the plan that was reviewed. Default: the plan of the preview that is made first. */
  readonly plan?: string;
  /** May lose what cannot be made again. */
  readonly allowDestroy: boolean;
  readonly commit?: string;
  /** Who is asked for what earlier runs left. */
  readonly sources: Sources;
  /** Whether somebody has asked this run to end: asked for where no engine runs, which hears of it itself. */
  readonly isInterrupted: () => boolean;
  /** Called for each thing that an earlier run began, once it is known what became of it, before anything else. */
  readonly onRecovery: (recovery: Recovery) => void;
  /** Called with what would be done, as soon as it is known: not when the preview has failed. */
  readonly onReport: (report: PreviewReport) => void;
  /**
   * Called once with what is about to be done, before anything is; what it throws ends the run there. Not called when
   * nothing may be done.
   */
  readonly onStart: (report: PreviewReport) => Promise<void>;
  /** Called for each change as it has been made, with the milliseconds that it took. */
  readonly onChange: (change: ResourceChange, took: number) => void;
}

export interface UpResult {
  /**
   * `applied`: all is as the config says. `failed`: it is not, and `done` is how far it came. Nothing was changed when
   * it is `destructive` (what would be lost needs somebody's leave) or `refused` (it is not what was planned). `interrupted`:
   * somebody ended it, such as by Ctrl-C, and `done` is how far it came.
   */
  readonly outcome: "applied" | "failed" | "destructive" | "refused" | "interrupted";
  /** What was about to be done. */
  readonly report: PreviewReport;
  readonly done: readonly ResourceChange[];
  /** Something may be changed, in part or whole, that is not in `done`: a change did not end well, or was not reported. */
  readonly uncertain: boolean;
  /** Resources for which the plan says something else. */
  readonly differs: readonly string[];
  readonly errors: readonly string[];
  /** What runs began and did not finish, this one too, and what became of it. Only the state was changed by it. */
  readonly recoveries: readonly Recovery[];
}

/**
 * Brings a stack up, held to a plan: what was reviewed, or what a preview has just shown. With a plan that was reviewed the
 * engine compares all of it before the first change. With one that is seconds old it compares as it goes.
 */
export async function bringUp(options: UpOptions): Promise<UpResult> {
  const folder = mkdtempSync(join(tmpdir(), "parity-plan-"));
  try {
    return await applyPlan(options, join(folder, "plan.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function applyPlan(options: UpOptions, ownPlan: string): Promise<UpResult> {
  const { project, stack, plan, commit, sources } = options;
  const named = { project: new Project(project).name, stack };
  const keeper = new UnchangedKeeper({ project, stack }, process.env);
  const { recoveries, errors } = await recover({ project, stack }, sources);
  recoveries.forEach(options.onRecovery);
  const nothing = { done: [], uncertain: false, differs: [], errors, recoveries };
  const interrupted = (report: PreviewReport): UpResult => ({ ...nothing, errors: [], report, outcome: "interrupted" });
  if (options.isInterrupted()) return interrupted(failedPreview(named, []));
  if (errors.length > 0) return { ...nothing, outcome: "failed", report: failedPreview(named, errors) };
  const savePlan = plan === undefined ? { savePlan: ownPlan } : {};
  const made = await previewSteps({ project, stack, ...savePlan, ...(commit && { commit }) });
  const report = plan === undefined ? made.report : { ...made.report, plan: digestOf(readFileSync(plan)) };
  if (report.outcome === "interrupted" || options.isInterrupted()) return interrupted(report);
  if (report.outcome === "failed") return { ...nothing, report, outcome: "failed", errors: report.errors };
  options.onReport(report);
  if (report.changes.some(isDestructive) && !options.allowDestroy)
    return { ...nothing, report, outcome: "destructive" };
  try {
    await options.onStart(report);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...nothing, report, outcome: "failed", errors: [error.message] };
  }
  const sightings = await tryToLookFor(attemptsIn(made.steps), sources);
  const before = await tellApart(sightings, () => tryToReadState({ project, stack }));
  if (options.isInterrupted()) return interrupted(report);
  const held = plan === undefined ? ["--plan", ownPlan, "--skip-preview"] : ["--plan", resolve(plan)];
  const run = await runEngine(["up", "--yes", "--refresh", ...held], {
    project,
    stack,
    onEvent: reportChanges(options.onChange),
  });
  const result = resultOf(run);
  if (run.ok) {
    const steps = finishedSteps(run.events).filter(({ part }) => part === "apply");
    const dropped = await findDroppedSettings(
      steps.map(({ step }) => step),
      stack,
      sources,
    );
    if (dropped.length > 0) return { report, ...result, outcome: "failed", errors: dropped, recoveries };
  }
  if (run.ok) keeper.keep(report);
  // Of an engine that was killed the state holds what it had started, behind a lock.
  if (run.ok || run.inconclusive) return { report, ...result, recoveries };
  const lost = await recoverLost(run, before, { project, stack }, sources);
  lost.recoveries.forEach(options.onRecovery);
  return {
    ...{ report, ...result },
    errors: [...result.errors, ...lost.errors],
    recoveries: [...recoveries, ...lost.recoveries],
  };
}

/** How the engine says that something is not as planned (pulumi/pulumi pkg/resource/deploy, step_generator.go and step_executor.go). */
const unlikePlan = /violates plan|^[\w-]+ is not allowed by the plan: |^no plan for resource /;

/**
 * Separates what differs from the plan from what went wrong. The engine prints the values that differ, secrets among them, in
 * clear: of such an error only the resource is named. That a planned resource did not come up means something only where
 * nothing else ended the run.
 */
function partErrors(errors: readonly EngineError[]) {
  const differing = errors.filter(({ message }) => unlikePlan.test(message));
  const missing = errors.filter(({ message }) => message.startsWith("expected resource operations for"));
  const others = errors.filter((error) => !differing.includes(error) && !missing.includes(error));
  return { violations: differing.length === 0 && others.length === 0 ? missing : differing, others };
}

/** The engine names no resource where it is about to delete one that the plan keeps. */
function nameDifference({ urn, message }: EngineError): string {
  return nameResource(urn ?? /urn:\S+/.exec(message)?.[0] ?? "") || "it would delete what the plan keeps";
}

/** What a run that was held to a plan came to. */
export function resultOf(run: EngineRun): Omit<UpResult, "report" | "recoveries"> {
  const { done, uncertain } = appliedIn(run);
  // What did not come about any more is not unlike the plan.
  if (run.interrupted && !run.ok) return { outcome: "interrupted", done, uncertain, differs: [], errors: [] };
  const { violations, others } = partErrors(run.errors);
  const errors = others.map(({ message }) => message);
  const differs = violations.map(nameDifference);
  const refused = violations.length > 0 && done.length === 0 && !uncertain;
  return { outcome: run.ok ? "applied" : refused ? "refused" : "failed", done, uncertain, differs, errors };
}
