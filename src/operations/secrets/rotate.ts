import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import type { Project } from "../../components/project.ts";
import { roundNamed } from "../../components/rotation.ts";
import type { Rotations } from "../../config/schema/rotations.ts";
import { stackFile } from "../../config/source/files.ts";
import { setRotations } from "../../config/source/rotation-lines.ts";
import { Problem } from "../../problem/problem.ts";
import { isDestructive, type ResourceChange } from "../engine/change.ts";
import type { Sources } from "../existing/sources.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { Recovery } from "../recover/recovery.ts";
import { bringUp } from "../up/up.ts";
import type { KeyPlan, RotationPlan } from "./rotation-plan.ts";

export interface RotateOptions {
  readonly project: Project;
  readonly plan: RotationPlan;
  /** Do not wait for what takes the new ones later. */
  readonly atOnce: boolean;
  readonly sourcesOf: (stack: string) => Sources;
  readonly isInterrupted: () => boolean;
  /** Called before each step with what it does. */
  readonly onStep: (step: string) => void;
  readonly onRecovery: (recovery: Recovery) => void;
  readonly onChange: (change: ResourceChange, took: number) => void;
}

export interface RotationResult {
  readonly stack: string;
  /**
   * `rotated`: everything has the new ones, and the old ones are gone. `waiting`: everything that can has the new ones, and the old
   * ones are still valid. `failed`, `interrupted`: it is not known how far it came, and the same command goes on.
   * `nothing`: there was nothing to do.
   */
  readonly outcome: "rotated" | "waiting" | "failed" | "interrupted" | "nothing";
  readonly plan: RotationPlan;
  readonly errors: readonly string[];
}

/**
 * Makes new keys, hands them on, and lets the old ones go when nothing has them any more. Each step is written into the stack's file
 * before it is done, and is an up like any other: a run that ended anywhere is gone on from, and nothing is made twice.
 */
export async function rotate(options: RotateOptions): Promise<RotationResult> {
  const { project, plan, atOnce, onStep } = options;
  const result = (outcome: RotationResult["outcome"], errors: readonly string[] = []) => ({
    ...{ stack: plan.stack, outcome, plan, errors },
  });
  const active = plan.keys.filter(({ step }) => step === "begin" || step === "go on");
  const leaving = plan.keys.filter(({ step }) => step !== "leave");
  if (leaving.length === 0) return result("nothing");
  if (options.isInterrupted()) return result("interrupted");
  if (active.length > 0) {
    write(project, plan.stack, active, true);
    for (const stack of [plan.stack, ...plan.readers]) {
      onStep(stack === plan.stack ? `New keys for ${stack}:` : `${stack}, which reads them:`);
      const failed = await up(stack, [], options);
      if (failed) return result(failed.outcome, failed.errors);
    }
    if (plan.waits.length > 0 && !atOnce) return result("waiting");
  }
  write(project, plan.stack, leaving, false);
  onStep(`Old keys of ${plan.stack}:`);
  const failed = await up(plan.stack, leaving, options);
  return failed ? result(failed.outcome, failed.errors) : result("rotated");
}

/** In one piece: a machine that stops amid it leaves the file as it was. */
function write({ folder, name }: Project, stack: string, keys: readonly KeyPlan[], overlap: boolean): void {
  const file = stackFile(folder, stack);
  const rotations: Rotations = Object.fromEntries(keys.map(({ path, count }) => [path, { count, overlap }]));
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const after = setRotations(before, name, rotations);
  if (after === before) return;
  const beside = `${file}.new`;
  writeFileSync(beside, after, { mode: existsSync(file) ? statSync(file).mode : 0o644 });
  renameSync(beside, file);
}

/** `undefined`: all is as the config says. */
async function up(
  stack: string,
  leaving: readonly KeyPlan[],
  { project, sourcesOf, isInterrupted, onRecovery, onChange }: RotateOptions,
): Promise<{ readonly outcome: "failed" | "interrupted"; readonly errors: readonly string[] } | undefined> {
  if (isInterrupted()) return { outcome: "interrupted", errors: [] };
  const { outcome, errors, differs } = await bringUp({
    ...{ project: project.folder, stack, sources: sourcesOf(stack), isInterrupted, onRecovery, onChange },
    // Of what cannot be made again only an old generated value goes, which is what was agreed to.
    allowDestroy: leaving.some(({ kind }) => kind === "generated"),
    onReport: () => undefined,
    onStart: async (report) => requireOnly(report, leaving),
  });
  if (outcome === "applied") return undefined;
  if (outcome === "interrupted") return { outcome, errors };
  const unlike = differs.map((resource) => `Not as it was planned: ${resource}.`);
  const refused = outcome === "destructive" ? [`${stack} would lose more than an old key: parity up shows what.`] : [];
  return { outcome: "failed", errors: [...errors, ...unlike, ...refused] };
}

/** @throws Problem when more would be lost than the keys that are to go */
function requireOnly({ stack, changes }: PreviewReport, leaving: readonly KeyPlan[]): void {
  const isOld = (urn: string) =>
    leaving.some(({ type, first, count }) => {
      const [, name = ""] = urn.split(`${type}::`);
      const round = roundNamed(name, first);
      return round !== undefined && round < count;
    });
  const others = changes.filter((change) => isDestructive(change) && !isOld(change.urn));
  if (others.length === 0) return;
  throw new Problem({
    code: "would-destroy",
    what: `${stack} would lose more than old keys: ${others.map(({ resource }) => resource).join(", ")}.`,
    fix: "see the preview of the stack, and bring it up as it should be; then run this again",
  });
}
