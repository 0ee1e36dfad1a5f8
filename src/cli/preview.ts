import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isDestructive } from "../operations/engine/change.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { findPullNumber, type PullRequest, readPullRequest } from "../operations/github/pull-request.ts";
import { findRunUrl } from "../operations/github/run-record.ts";
import { STICKY_COMMENT_ROOM, writeStickyComment } from "../operations/github/sticky-comment.ts";
import { renderPreviewMarkdown } from "../operations/preview/markdown.ts";
import { preview } from "../operations/preview/preview.ts";
import { destroyLabel, type PreviewReport } from "../operations/preview/report.ts";
import { renderPreviewText } from "../operations/preview/text.ts";
import { check, failed, renderReports } from "./check.ts";
import { exitCodes } from "./exit-codes.ts";
import { openSummary, SUMMARY_ROOM } from "./summary.ts";

export interface PreviewCommand {
  readonly stack: string;
  readonly project: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly comment?: boolean;
  readonly summary?: boolean;
  readonly repository?: string;
  readonly pull?: string;
  readonly savePlan?: string;
  readonly allowDestroy?: boolean;
}

/** @returns the exit code */
export async function runPreview(options: PreviewCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const addToSummary = openSummary(options.summary, env);
  const number = findPullNumber(options.pull, env);
  if (options.comment && number === undefined) throw noPullRequest();
  const github = number === undefined ? undefined : connectGithub({ repository: options.repository }, env);
  const pull = github && number !== undefined ? await readPullRequest(github, number) : undefined;
  if (pull?.isFork) return checkFork(pull, options);

  const { stack, project, savePlan } = options;
  if (savePlan !== undefined) requireFolderOf(savePlan);
  const commit = pull?.headSha ?? env["GITHUB_SHA"];
  const report = await preview({ stack, project, ...(savePlan && { savePlan }), ...(commit && { commit }) });
  const destroyAllowed = options.allowDestroy === true || (pull?.labels.includes(destroyLabel(stack)) ?? false);
  const logUrl = findRunUrl(env);
  const render = (limit: number) => renderPreviewMarkdown(report, { limit, destroyAllowed, ...(logUrl && { logUrl }) });

  process.stdout.write(`${show(report, options, render, destroyAllowed)}\n`);
  addToSummary(render(SUMMARY_ROOM));
  if (options.comment && github && pull) {
    const body = render(STICKY_COMMENT_ROOM);
    const { action, url } = await writeStickyComment(github, { pull: pull.number, stack, body });
    process.stderr.write(`comment ${action}: ${url}\n`);
  }
  if (report.outcome === "failed") return exitCodes.failed;
  return report.changes.some(isDestructive) && !destroyAllowed ? exitCodes.destructive : 0;
}

function show(
  report: PreviewReport,
  { json, markdown }: PreviewCommand,
  render: (limit: number) => string,
  destroyAllowed: boolean,
): string {
  if (json) return JSON.stringify(report, null, 2);
  return markdown ? render(Number.POSITIVE_INFINITY) : renderPreviewText(report, { destroyAllowed });
}

/** What a stranger's branch is given: no secret, no cloud, no comment. */
function checkFork(pull: PullRequest, { project, stack, json }: PreviewCommand): number {
  const reports = check(project, stack);
  process.stdout.write(`${json ? JSON.stringify(reports, null, 2) : renderReports(reports)}\n`);
  process.stderr.write(
    `${pull.url} comes from a fork: it is given no secrets, so its config was checked and nothing was previewed.\n` +
      "  To see a preview, push the branch to this repository after reading it.\n",
  );
  return failed(reports) ? exitCodes.failed : 0;
}

/** The engine would find out after all of the preview. */
function requireFolderOf(plan: string): void {
  const folder = dirname(resolve(plan));
  if (existsSync(folder)) return;
  throw new Error(`The plan cannot be saved: there is no folder ${folder}.\n  Fix: make it, or name another file`);
}

function noPullRequest(): Error {
  return new Error(
    "There is no pull request to comment on: GITHUB_REF names none.\n  Fix: add --pull <number>, or leave out --comment",
  );
}
