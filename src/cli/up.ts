import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GithubClient } from "../clouds/github/client.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { fetchReviewedPlan } from "../operations/github/reviewed-plan.ts";
import { findRunUrl } from "../operations/github/run-record.ts";
import { renderPreviewMarkdown } from "../operations/preview/markdown.ts";
import { digestOf } from "../operations/preview/preview.ts";
import { destroyLabel, type PreviewReport } from "../operations/preview/report.ts";
import { renderPreviewText } from "../operations/preview/text.ts";
import { RunRecorder } from "../operations/up/run-recorder.ts";
import { renderDone, renderUpResult } from "../operations/up/text.ts";
import { bringUp, type UpResult } from "../operations/up/up.ts";
import { Project } from "../project/project.ts";
import { exitCodes } from "./exit-codes.ts";
import { appendSummary, SUMMARY_ROOM } from "./summary.ts";

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
  const { stack, reviewed, deployment, repository } = options;
  if (reviewed && options.plan !== undefined) {
    throw new Error("--plan and --reviewed both name a plan. Nothing was changed.\n  Fix: leave one of them out");
  }
  const github = reviewed || deployment ? connectGithub({ repository }, env) : undefined;
  if (!reviewed || !github) return apply(options, github, env);
  const folder = mkdtempSync(join(tmpdir(), "parity-reviewed-"));
  try {
    const found = await fetchReviewedPlan(github, { stack, commit: requireCommit(env) });
    if (found.outcome === "refused") {
      process.stderr.write(`${found.what}\n  Why: ${found.why}\n  Fix: ${found.fix}\n\nNothing was changed.\n`);
      return exitCodes.refused;
    }
    const plan = join(folder, "plan.json");
    writeFileSync(plan, found.plan, { mode: 0o600 });
    process.stderr.write(`held to the plan that was reviewed with ${found.pull.url}\n`);
    const allowDestroy = options.allowDestroy === true || found.pull.labels.includes(destroyLabel(stack));
    return await apply({ ...options, plan, allowDestroy }, github, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function apply(options: UpCommand, github: GithubClient | undefined, env: Env): Promise<number> {
  const { stack, project, plan, json, allowDestroy = false } = options;
  const commit = env["GITHUB_SHA"];
  const logUrl = findRunUrl(env);
  const markdown = (report: PreviewReport, limit: number) =>
    renderPreviewMarkdown(report, { limit, destroyAllowed: allowDestroy, ...(logUrl && { logUrl }) });
  const { name, tier } = describeStack(project, stack);
  const recorder = new RunRecorder(
    {
      stack,
      project: name,
      production: tier === "production",
      ...(commit && { commit }),
      ...(plan !== undefined && { plan: digestOf(readFileSync(plan)) }),
      ...(options.record !== undefined && { file: options.record }),
      ...(options.deployment && github && { github: { client: github, commit: requireCommit(env) } }),
    },
    env,
  );
  let result: UpResult | undefined;
  try {
    result = await bringUp({
      stack,
      project,
      allowDestroy,
      ...(plan !== undefined && { plan }),
      ...(commit && { commit }),
      onReport: (report) => {
        if (!json) process.stdout.write(`${renderPreviewText(report, { destroyAllowed: allowDestroy })}\n\n`);
      },
      onStart: (report) => recorder.begin(report, markdown(report, RunRecorder.reportRoom)),
      onChange: (change) => void (json ? undefined : process.stdout.write(`${renderDone(change)}\n`)),
    });
  } finally {
    for (const warning of await recorder.end(result)) process.stderr.write(`${warning}\n`);
  }
  if (options.summary) appendSummary(`${markdown(result.report, SUMMARY_ROOM)}\n\n${renderUpResult(result)}`, env);
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${renderUpResult(result)}\n`);
  return result.outcome === "applied" ? 0 : exitCodes[result.outcome];
}

function describeStack(folder: string, stack: string): { readonly name: string; readonly tier: string | undefined } {
  const project = new Project(folder);
  return { name: project.name, tier: project.resolve().blueprints.get(stack)?.tier };
}

function requireCommit(env: Env): string {
  const commit = env["GITHUB_SHA"];
  if (commit) return commit;
  throw new Error(
    "It is not known which commit is applied: GITHUB_SHA is not set. Nothing was changed.\n" +
      "  Fix: export GITHUB_SHA=$(git rev-parse HEAD), or leave out --reviewed and --deployment",
  );
}
