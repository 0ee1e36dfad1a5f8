import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectGithub } from "../operations/github/connection.ts";
import { fetchReviewedPlan } from "../operations/github/reviewed-plan.ts";
import { findRunUrl } from "../operations/github/run-record.ts";
import { renderPreviewMarkdown } from "../operations/preview/markdown.ts";
import { destroyLabel, type PreviewReport } from "../operations/preview/report.ts";
import { renderPreviewText } from "../operations/preview/text.ts";
import { block } from "../operations/report/github-text.ts";
import { requirePlan, requirePlanFile } from "../operations/up/plan.ts";
import { RunRecorder } from "../operations/up/run-recorder.ts";
import { renderDone, renderUpResult } from "../operations/up/text.ts";
import { bringUp, type UpResult } from "../operations/up/up.ts";
import { reasonOf } from "../problem/reason.ts";
import { Project } from "../project/project.ts";
import { exitCodes } from "./exit-codes.ts";
import { openSummary, SUMMARY_ROOM } from "./summary.ts";

export interface UpCommand {
  readonly stack: string;
  readonly project: string;
  /** File with a plan. */
  readonly plan?: string;
  readonly reviewed?: boolean;
  readonly allowDestroy?: boolean;
  readonly record?: string;
  readonly deployment?: boolean;
  readonly summary?: boolean;
  readonly json?: boolean;
  readonly repository?: string;
}

type Env = NodeJS.ProcessEnv;

/** @returns the exit code */
export async function runUp(options: UpCommand, env: Env): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "parity-reviewed-"));
  try {
    const preparation = await prepare(options, folder, env).catch((error: unknown) => {
      throw new Error(`${reasonOf(error)}\n\nNothing was changed.`);
    });
    if (typeof preparation !== "string") return await apply(options, preparation, env);
    process.stderr.write(`${preparation}\n\nNothing was changed.\n`);
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
  readonly addToSummary: (markdown: string) => void;
}

/** Answers why it is refused when there is no reviewed plan to hold it to. */
async function prepare(options: UpCommand, folder: string, env: Env): Promise<Preparation | string> {
  const { stack, project: projectFolder, reviewed, deployment, repository, record } = options;
  if (reviewed && options.plan !== undefined) {
    throw new Error("--plan and --reviewed both name a plan.\n  Fix: leave one of them out");
  }
  const addToSummary = openSummary(options.summary, env);
  const github = reviewed || deployment ? connectGithub({ repository }, env) : undefined;
  const project = new Project(projectFolder);
  let { plan, allowDestroy = false } = options;
  const target = { project: project.name, stack };
  if (plan !== undefined) requirePlanFile(plan, target);
  if (reviewed && github) {
    const found = await fetchReviewedPlan(github, { stack, commit: requireCommit(env) });
    if (found.outcome === "refused") return `${found.what}\n  Why: ${found.why}\n  Fix: ${found.fix}`;
    requirePlan(found.plan, `What was reviewed with ${found.pull.url}`, target);
    plan = join(folder, "plan.json");
    writeFileSync(plan, found.plan, { mode: 0o600 });
    allowDestroy ||= found.pull.labels.includes(destroyLabel(stack));
    process.stderr.write(`held to the plan that was reviewed with ${found.pull.url}\n`);
  }
  const recorder = new RunRecorder(
    {
      stack,
      project: project.name,
      production: project.resolve().blueprints.get(stack)?.tier === "production",
      commit: env["GITHUB_SHA"],
      file: record,
      github: deployment && github ? { client: github, commit: requireCommit(env) } : undefined,
    },
    env,
  );
  return { plan, allowDestroy, recorder, addToSummary };
}

async function apply(options: UpCommand, preparation: Preparation, env: Env): Promise<number> {
  const { stack, project, json } = options;
  const { plan, allowDestroy: destroyAllowed, recorder } = preparation;
  const commit = env["GITHUB_SHA"];
  const logUrl = findRunUrl(env);
  const print = (text: string) => void (json || process.stdout.write(`${text}\n`));
  const markdown = (report: PreviewReport, limit: number) =>
    renderPreviewMarkdown(report, { limit, destroyAllowed, ...(logUrl && { logUrl }) });
  let result: UpResult | undefined;
  try {
    result = await bringUp({
      stack,
      project,
      allowDestroy: destroyAllowed,
      ...(plan !== undefined && { plan }),
      ...(commit && { commit }),
      onReport: (report) => print(`${renderPreviewText(report, { destroyAllowed, ending: "" })}\n`),
      onStart: (report) => recorder.begin(report, markdown(report, RunRecorder.reportRoom)),
      onChange: (change) => print(renderDone(change)),
    });
  } finally {
    for (const warning of await recorder.end(result)) process.stderr.write(`${warning}\n`);
  }
  const ending = renderUpResult(result);
  // Each paragraph by itself, for a long one is cut, and the last one says whether anything was changed.
  const blocks = ending.split("\n\n").map(block);
  preparation.addToSummary([markdown(result.report, SUMMARY_ROOM), ...blocks].join("\n\n"));
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${ending}\n`);
  return result.outcome === "applied" ? 0 : exitCodes[result.outcome];
}

function requireCommit(env: Env): string {
  const commit = env["GITHUB_SHA"];
  if (commit) return commit;
  throw new Error(
    "It is not known which commit is applied: GITHUB_SHA is not set.\n" +
      "  Fix: export GITHUB_SHA=$(git rev-parse HEAD), or leave out --reviewed and --deployment",
  );
}
