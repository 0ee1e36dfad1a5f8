import type { Blueprint } from "../../components/blueprint.ts";
import { Project } from "../../components/project.ts";
import { templateIsNoStack } from "../../components/review/template.ts";
import { listStacks } from "../../operations/engine/stacks.ts";
import { connectSources } from "../../operations/existing/sources.ts";
import { readState } from "../../operations/existing/stack-state.ts";
import { preview } from "../../operations/preview/preview.ts";
import { renderRecovery } from "../../operations/recover/text.ts";
import { listReviews } from "../../operations/review/live.ts";
import { type RotationResult, rotate } from "../../operations/secrets/rotate.ts";
import { planRotation, type RotationPlan } from "../../operations/secrets/rotation-plan.ts";
import { renderPlan, renderRotation } from "../../operations/secrets/rotation-text.ts";
import { renderDone } from "../../operations/up/text.ts";
import { line } from "../../problem/command-line.ts";
import { printableJson } from "../../problem/printable.ts";
import { Problem } from "../../problem/problem.ts";
import { check, renderReports } from "../check.ts";
import { requireAgreement } from "../consent.ts";
import { exitCodes } from "../exit-codes.ts";
import { watchInterruption } from "../interruption.ts";
import { printLine } from "../progress.ts";
import { styleOf } from "../style.ts";

export interface RotateCommand {
  readonly project: string;
  readonly stack: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** Only let old ones go. */
  readonly end?: boolean;
  /** Let old ones go in the same run, whatever has them. */
  readonly atOnce?: boolean;
  readonly again?: boolean;
}

/** @returns the exit code */
export async function runSecretsRotate(
  paths: readonly string[],
  options: RotateCommand,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const { project: folder, stack, json, yes, dryRun, end = false, again = false } = options;
  const atOnce = options.atOnce === true || end;
  const print = (text: string) => void (json || printLine(text));
  const project = new Project(folder);
  const { blueprints } = project.resolve();
  const owner = blueprints.get(stack);
  if (owner?.template) throw templateIsNoStack();
  if (!owner) {
    process.stdout.write(`${renderReports(check(folder, stack))}\n`);
    return exitCodes.failed;
  }
  const place = { project: project.folder, stack };
  const [state, stacks, reviews] = await Promise.all([
    readState(place),
    listStacks(project.folder),
    project.template ? listReviews(project.folder) : [],
  ]);
  const plan = planRotation({
    ...{ owner, blueprints: blueprints.values(), state, paths, end, again, now: new Date() },
    isUp: (name) => stacks.includes(name),
    reviews: reviews.map(({ pull }) => pull),
  });
  print(`${renderPlan(plan, atOnce)}\n`);
  if (dryRun) return finish({ stack, outcome: "nothing", plan, errors: [] }, options);
  if (plan.keys.some(({ step }) => step !== "leave") && yes !== true) {
    await requireAgreement(stack, { input: process.stdin, output: process.stderr });
  }
  const interruption = watchInterruption();
  try {
    await requireSettled(plan, project.folder, interruption.isAsked);
    const result = await rotate({
      ...{ project, plan, atOnce, isInterrupted: interruption.isAsked, onStep: print },
      sourcesOf: (name) => connectSources(blueprintOf(name, folder), env, new AbortController().signal),
      onRecovery: (recovery) => print(`  ${renderRecovery(recovery)}`),
      onChange: (change, took) => print(`  ${renderDone(change, took, styleOf(process.stdout))}`),
    });
    return finish(result, options);
  } finally {
    interruption.end();
  }
}

function finish(result: RotationResult, { json, dryRun }: RotateCommand): number {
  const text = dryRun ? "Nothing was changed." : renderRotation(result);
  process.stdout.write(`${json ? printableJson(result) : text}\n`);
  if (result.outcome === "failed") return exitCodes.failed;
  return result.outcome === "interrupted" ? exitCodes.interrupted : 0;
}

function blueprintOf(stack: string, folder: string): Blueprint | undefined {
  return new Project(folder).resolve().blueprints.get(stack);
}

/**
 * A rotation changes nothing else. What it goes on from is in the middle of a change, and is not looked at.
 * @throws AggregateError of a Problem for each stack whose up would do more
 */
async function requireSettled(
  { stack, keys, readers }: RotationPlan,
  folder: string,
  isInterrupted: () => boolean,
): Promise<void> {
  if (!keys.some(({ step }) => step === "begin") || keys.some(({ step }) => step === "go on" || step === "end")) return;
  const problems: Problem[] = [];
  for (const name of [stack, ...readers]) {
    const { outcome, changes, errors } = await preview({ project: folder, stack: name });
    // The rotation itself ends in its own way, before it has begun.
    if (isInterrupted()) return;
    if (outcome === "no changes") continue;
    const what =
      outcome === "changes"
        ? `${name} is not as its config says: ${changes.map(({ resource }) => resource).join(", ")} would change with it.`
        : `It cannot be told whether ${name} is as its config says: ${[...new Set(errors)].join(" ") || outcome}`;
    const fix = "bring it up first, and then rotate";
    const commands = [line`parity up --stack ${name}`];
    problems.push(new Problem({ code: "rotation-not-settled", what, fix, commands }));
  }
  if (problems.length > 0) throw new AggregateError(problems, problems.map(({ message }) => message).join("\n"));
}
