import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { Project } from "../../components/project.ts";
import type { CostRange } from "../../documents/cost.ts";
import { changesIn, countActions } from "../engine/changes.ts";
import { type EngineStep, finishedSteps } from "../engine/events.ts";
import { isResource, nameResource } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { tryToReadState } from "../existing/stack-state.ts";
import { UnchangedKeeper } from "../unchanged/keeper.ts";
import type { Comparison } from "../unchanged/unchanged.ts";
import { nextDeploys } from "./next-deploy.ts";
import type { PreviewReport } from "./report.ts";

export interface PreviewOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Where the engine's plan goes, with secrets encrypted as in state. */
  readonly savePlan?: string;
  /** Commit that is previewed, for the report. */
  readonly commit?: string;
  /** Whether the engine reads the clouds first. Default: true. */
  readonly refresh?: boolean;
  /** What was found without the engine. */
  readonly compared?: Comparison;
}

/**
 * What bringing the stack up would do, compared with the clouds as they are now. Changes nothing: what the refresh
 * finds goes into the report and not into the state.
 * @throws Problem when there is no pulumi; anything that goes wrong in the preview itself is in the report
 */
export async function preview(options: PreviewOptions, env = process.env): Promise<PreviewReport> {
  const { report: same, answers } = options.compared ?? {};
  if (same) return { ...same, ...(options.commit && { commit: options.commit }) };
  const keeper = new UnchangedKeeper(options, env);
  const [{ report }, state] = await Promise.all([previewSteps(options), tryToReadState(options)]);
  const unfinished = (state?.unfinished ?? []).map(({ urn }) => nameResource(urn));
  if (unfinished.length === 0 && leavesNothing(report)) keeper.keep(report, answers);
  return unfinished.length === 0
    ? report
    : { ...report, warnings: [...report.warnings, describeUnfinished(unfinished)] };
}

/** Whether config, state and clouds are one. */
function leavesNothing({ outcome, drift, deploys }: PreviewReport): boolean {
  return outcome === "no changes" && drift.length === 0 && deploys.length === 0;
}

function describeUnfinished(resources: readonly string[]): string {
  const started = [...new Set(resources)].join(", ");
  return `A run that changes ${started} is under way, or was interrupted: parity up looks first at what became of it.`;
}

/** The same without a word of interrupted runs, and with the steps that it is made of. */
export async function previewSteps({
  project,
  stack,
  savePlan,
  commit,
  refresh = true,
}: PreviewOptions): Promise<{ report: PreviewReport; steps: EngineStep[] }> {
  // Absolute, because the engine works in the project's folder.
  const reads = refresh ? ["--refresh"] : [];
  const words = ["preview", ...reads, ...(savePlan === undefined ? [] : ["--save-plan", resolve(savePlan)])];
  const run = await runEngine(words, { project, stack });
  const plan = run.ok && savePlan !== undefined ? digestOf(readFileSync(savePlan)) : undefined;
  const { report, steps } = previewedIn({ project: new Project(project).name, stack, ...(commit && { commit }) }, run);
  return { report: { ...report, ...(plan && { plan }) }, steps };
}

/** What a preview's run says would be done, with the steps that it is made of. */
export function previewedIn(
  { commit, ...named }: Named & Pick<PreviewReport, "commit">,
  run: EngineRun,
): { report: PreviewReport; steps: EngineStep[] } {
  return {
    report: { ...reportOf(named, run), ...(commit && { commit }) },
    steps: finishedSteps(run.events).map(({ step }) => step),
  };
}

type Named = Pick<PreviewReport, "project" | "stack">;

/** The report where there was no preview to make one of. */
export function failedPreview(named: Named, errors: readonly string[]): PreviewReport {
  const counts = { ...countActions([]), unchanged: 0 };
  return { ...named, outcome: "failed", counts, changes: [], drift: [], deploys: [], errors, warnings: [] };
}

/** `sha256:…` of a saved plan: the same bytes, and so the same plan. */
export function digestOf(plan: Buffer | string): string {
  return `sha256:${createHash("sha256").update(plan).digest("hex")}`;
}

/** The report of a preview's run. */
export function reportOf(named: Named, run: EngineRun): PreviewReport {
  const steps = finishedSteps(run.events);
  const planned = steps.filter(({ part }) => part === "program").map(({ step }) => step);
  const refreshed = steps.filter(({ part }) => part === "refresh").map(({ step }) => step);
  const changes = changesIn(planned);
  const unchanged = new Set(planned.filter(isResource).map(({ urn }) => urn)).size - changes.length;
  // Of a program that did not come to its end, the stack's outputs are the ones of the last up.
  const outputs = run.ok ? planned.findLast(({ type }) => type === "pulumi:pulumi:Stack") : undefined;
  const cost = costOf(outputs);
  return {
    ...named,
    outcome: run.ok ? (changes.length === 0 ? "no changes" : "changes") : run.interrupted ? "interrupted" : "failed",
    counts: { ...countActions(changes), unchanged },
    changes,
    drift: changesIn(refreshed),
    ...(cost && { cost }),
    deploys: nextDeploys(outputs?.old?.outputs, outputs?.new?.outputs),
    errors: run.errors.map(({ message }) => message),
    warnings: run.warnings,
  };
}

const costOutput = z.object({ low: z.number(), high: z.number() });

/** The stack output `cost` before and after, in the last step of the stack: outputs come after its registration. */
function costOf(step: EngineStep | undefined): { readonly before?: CostRange; readonly after: CostRange } | undefined {
  const read = (outputs: EngineStep["old"]) => costOutput.safeParse(outputs?.outputs?.["cost"]).data;
  const [before, after] = [read(step?.old), read(step?.new)];
  return after && { ...(before && { before }), after };
}
