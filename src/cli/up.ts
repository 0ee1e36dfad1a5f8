import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blueprint } from "../components/blueprint.ts";
import { Project } from "../components/project.ts";
import { connectSources, type Sources } from "../operations/existing/sources.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { fetchReviewedPlan } from "../operations/github/reviewed-plan.ts";
import { describePreview } from "../operations/preview/describe.ts";
import { destroyLabel, type PreviewReport } from "../operations/preview/report.ts";
import { renderRecovery } from "../operations/recover/text.ts";
import { renderText } from "../operations/report/text.ts";
import { lookAhead } from "../operations/up/next.ts";
import { requirePlan, requirePlanFile } from "../operations/up/plan.ts";
import type { UpResult } from "../operations/up/result.ts";
import { RunRecorder } from "../operations/up/run-recorder.ts";
import { listRefusals, renderDone, renderUpMarkdown, renderUpText } from "../operations/up/text.ts";
import { bringUp } from "../operations/up/up.ts";
import { line } from "../problem/command-line.ts";
import { printableJson } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { renderProblem } from "../problem/text.ts";
import { askToGoOn, requireSomebody } from "./consent.ts";
import { exitCodes } from "./exit-codes.ts";
import { printFailure } from "./failure.ts";
import { watchInterruption } from "./interruption.ts";
import { printLine } from "./progress.ts";
import { type OutputOptions, openReportOutput, type ReportOutput } from "./report-output.ts";
import { styleOf } from "./style.ts";
import { SUMMARY_ROOM } from "./summary.ts";

export interface UpCommand extends OutputOptions {
  readonly stack: string;
  readonly project: string;
  /** File with a plan. */
  readonly plan?: string;
  readonly reviewed?: boolean;
  readonly allowDestroy?: boolean;
  /** Goes on without asking. Without it and without a plan somebody must sit at a terminal. */
  readonly yes?: boolean;
  readonly record?: string;
  readonly deployment?: boolean;
  readonly repository?: string;
}

type Env = NodeJS.ProcessEnv;

/** @returns the exit code */
export async function runUp(options: UpCommand, env: Env): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "parity-reviewed-"));
  try {
    const preparation = await prepare(options, folder, env);
    if (!(preparation instanceof Problem)) return await apply(options, preparation, env);
    printFailure(preparation, options.json === true);
    return exitCodes.refused;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that may go wrong before anything is changed. */
interface Preparation {
  /** File with the plan it is held to; absent when that is made first. */
  readonly plan: string | undefined;
  readonly allowDestroy: boolean;
  readonly recorder: RunRecorder;
  readonly sources: Sources;
  readonly output: ReportOutput;
  /** Of all stacks. */
  readonly blueprints: ReadonlyMap<string, Blueprint>;
}

/** @returns a Problem when there is no reviewed plan to hold it to */
async function prepare(options: UpCommand, folder: string, env: Env): Promise<Preparation | Problem> {
  const { stack, project: projectFolder, reviewed, deployment, repository, record } = options;
  if (reviewed && options.plan !== undefined) {
    throw new Problem({
      code: "two-plans",
      what: "--plan and --reviewed both name a plan.",
      fix: "leave one of them out",
    });
  }
  if (isAsked(options)) requireSomebody(stack, terminal, options.json === true);
  const output = openReportOutput(options, env);
  const github = reviewed || deployment ? connectGithub({ repository }, env) : undefined;
  const project = new Project(projectFolder);
  let { plan, allowDestroy = false } = options;
  const target = { project: project.name, stack };
  if (plan !== undefined) requirePlanFile(plan, target);
  if (reviewed && github) {
    const found = await fetchReviewedPlan(github, { ...target, commit: requireCommit(env) });
    if (found instanceof Problem) return found;
    requirePlan(found.plan, `What was reviewed with ${found.pull.url}`, target);
    plan = join(folder, "plan.json");
    writeFileSync(plan, found.plan, { mode: 0o600 });
    allowDestroy ||= found.pull.labels.includes(destroyLabel(target));
    process.stderr.write(`held to the plan that was reviewed with ${found.pull.url}\n`);
  }
  const { blueprints } = project.resolve();
  const blueprint = blueprints.get(stack);
  const recorder = new RunRecorder(
    {
      stack,
      project: project.name,
      production: blueprint?.tier === "production",
      commit: env["GITHUB_SHA"],
      file: record,
      github: deployment && github ? { client: github, commit: requireCommit(env) } : undefined,
    },
    env,
  );
  const sources = connectSources(blueprint, env, new AbortController().signal);
  return { plan, allowDestroy, recorder, sources, output, blueprints };
}

async function apply(options: UpCommand, preparation: Preparation, env: Env): Promise<number> {
  const { stack, project, json } = options;
  const { plan, allowDestroy, recorder, sources, output, blueprints } = preparation;
  const commit = env["GITHUB_SHA"];
  const style = styleOf(process.stdout);
  const print = (text: string) => void (json || printLine(text));
  const describe = (report: PreviewReport) => describePreview(report, allowDestroy);
  const interruption = watchInterruption();
  let result: UpResult | undefined;
  try {
    result = await bringUp({
      stack,
      project,
      allowDestroy,
      sources,
      isInterrupted: interruption.isAsked,
      isAsked: isAsked(options),
      ...(plan !== undefined && { plan }),
      ...(commit && { commit }),
      onRecovery: (recovery) => print(renderRecovery(recovery)),
      onReport: (report) => print(`${renderText([describe(report)], "", style)}\n`),
      onStart: async (report) => {
        if (isAsked(options) && report.outcome === "changes") await askToGoOn(stack, terminal);
        await recorder.begin(report, output.page(describe(report), RunRecorder.reportRoom));
      },
      onChange: (change, took) => print(renderDone(change, took, style)),
    });
  } finally {
    interruption.end();
    for (const warning of await recorder.end(result)) process.stderr.write(`${renderProblem(warning)}\n`);
  }
  output.addToSummary(`${output.page(describe(result.report), SUMMARY_ROOM)}\n\n${renderUpMarkdown(result)}`);
  const ahead = lookAhead(result, blueprints.get(stack), blueprints);
  const answer = { ...result, problems: listRefusals(result), ...ahead };
  process.stdout.write(json ? `${printableJson(answer)}\n` : `${renderUpText(result, ahead, style)}\n`);
  return result.outcome === "applied" ? 0 : exitCodes[result.outcome];
}

const terminal = { input: process.stdin, output: process.stderr };

/** What was reviewed has been agreed to. */
function isAsked({ plan, reviewed, yes }: UpCommand): boolean {
  return plan === undefined && reviewed !== true && yes !== true;
}

function requireCommit(env: Env): string {
  const commit = env["GITHUB_SHA"];
  if (commit) return commit;
  throw new Problem({
    code: "no-commit",
    what: "It is not known which commit is applied: GITHUB_SHA is not set.",
    fix: "set it, or leave out --reviewed and --deployment",
    commands: [line`export GITHUB_SHA=$(git rev-parse HEAD)`],
  });
}
