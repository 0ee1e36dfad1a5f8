import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Project } from "../../components/project.ts";
import { appliedIn, reportChanges } from "../engine/applied.ts";
import type { EngineError } from "../engine/error.ts";
import { finishedSteps } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { digestOf, failedPreview, previewSteps } from "../preview/preview.ts";
import { recoverLost } from "../recover/lost.ts";
import { recover } from "../recover/recover.ts";
import type { Recovery } from "../recover/recovery.ts";
import { UnchangedKeeper } from "../unchanged/keeper.ts";
import { type Agreed, agree, NOTHING_DONE, type Previewed } from "./agreement.ts";
import { mayGoInOne, upInOne } from "./in-one.ts";
import type { UpOptions } from "./options.ts";
import { findDroppedSettings } from "./pages-projects.ts";
import type { UpResult } from "./result.ts";

/**
 * Brings a stack up, held to a plan: what was reviewed, or what a preview has just shown. With a plan that was reviewed the
 * engine compares all of it before the first change. With one that is seconds old it compares as it goes. The preview is an engine of its
 * own, unless the stack holds nothing yet: see `mayGoInOne`.
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
  const place = { project, stack };
  const named = { project: new Project(project).name, stack };
  const keeper = new UnchangedKeeper(place, process.env);
  const { recoveries, errors, state } = await recover(place, sources);
  recoveries.forEach(options.onRecovery);
  const nothing: Omit<UpResult, "outcome" | "report"> = { ...NOTHING_DONE, recoveries };
  if (options.isInterrupted()) return { ...nothing, outcome: "interrupted", report: failedPreview(named, []) };
  if (errors.length > 0) return { ...nothing, errors, outcome: "failed", report: failedPreview(named, errors) };
  const onEvent = reportChanges(options.onChange);
  if (state && (await mayGoInOne(options, state))) {
    const { made, agreed, run } = await upInOne(options, named, onEvent);
    if ("outcome" in agreed) return { ...nothing, ...agreed, report: made.report };
    return finish(options, { ...made, ...agreed, run, keeper, recoveries });
  }
  const savePlan = plan === undefined ? { savePlan: ownPlan } : {};
  const shown = await previewSteps({ ...place, ...savePlan, ...(commit && { commit }) });
  const report = plan === undefined ? shown.report : { ...shown.report, plan: digestOf(readFileSync(plan)) };
  const made = { ...shown, report };
  const agreed = await agree(options, made);
  if ("outcome" in agreed) return { ...nothing, ...agreed, report };
  const held = plan === undefined ? ["--plan", ownPlan, "--skip-preview"] : ["--plan", resolve(plan)];
  const run = await runEngine(["up", "--yes", "--refresh", ...held], { ...place, onEvent });
  return finish(options, { ...made, ...agreed, run, keeper, recoveries });
}

interface Ran extends Previewed, Agreed {
  readonly run: EngineRun;
  readonly keeper: UnchangedKeeper;
  /** Of runs before. */
  readonly recoveries: readonly Recovery[];
}

/** What a run came to, once what it lost has been looked for. */
async function finish(
  { project, stack, sources, onRecovery }: UpOptions,
  { report, before, run, keeper, recoveries }: Ran,
): Promise<UpResult> {
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
  lost.recoveries.forEach(onRecovery);
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
