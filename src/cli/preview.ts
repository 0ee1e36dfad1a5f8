import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isDestructive } from "../operations/engine/change.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { findPullNumber, type PullRequest, readPullRequest } from "../operations/github/pull-request.ts";
import { STICKY_COMMENT_ROOM, writeStickyComment } from "../operations/github/sticky-comment.ts";
import { describePreview } from "../operations/preview/describe.ts";
import { preview } from "../operations/preview/preview.ts";
import { destroyLabel, fullName } from "../operations/preview/report.ts";
import type { Comparison } from "../operations/unchanged/unchanged.ts";
import { printableJson } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { check, failed, renderReports } from "./check.ts";
import { exitCodes } from "./exit-codes.ts";
import { type PreviewCommand, previewEnding } from "./preview-command.ts";
import { staleDocuments } from "./render.ts";
import { openReportOutput } from "./report-output.ts";
import { compare } from "./unchanged.ts";

/**
 * @param compared what was found without the engine; absent: it is looked for here
 * @returns the exit code
 */
export async function runPreview(
  options: PreviewCommand,
  env: NodeJS.ProcessEnv,
  compared?: Comparison,
): Promise<number> {
  const output = openReportOutput(options, env);
  const number = findPullNumber(options.pull, env);
  if (options.comment && number === undefined) throw noPullRequest();
  const github = number === undefined ? undefined : connectGithub({ repository: options.repository }, env);
  const pull = github && number !== undefined ? await readPullRequest(github, number) : undefined;
  if (pull?.isFork) return checkFork(pull, options);

  const { stack, project, savePlan, refresh = true } = options;
  if (savePlan !== undefined) requireFolderOf(savePlan);
  const commit = pull?.headSha ?? env["GITHUB_SHA"];
  const found = compared ?? (await compare(options, env));
  const order = { stack, project, refresh, compared: found, ...(savePlan && { savePlan }), ...(commit && { commit }) };
  const made = await preview(order);
  const stale = options.out === undefined ? [] : staleDocuments(project, stack, options.out);
  const report = { ...made, warnings: [...made.warnings, ...stale.map((file) => `${file} in ${options.out}.`)] };
  const destroyAllowed = options.allowDestroy === true || (pull?.labels.includes(destroyLabel(report)) ?? false);
  const described = describePreview(report, destroyAllowed);
  output.print(report, [described], previewEnding);
  if (options.comment && github && pull) {
    const named = fullName(report);
    const body = output.page({ ...described, stack: named }, STICKY_COMMENT_ROOM);
    const { action, url } = await writeStickyComment(github, {
      kind: "preview",
      pull: pull.number,
      stack: named,
      body: () => ({ text: body }),
    });
    process.stderr.write(`comment ${action}: ${url}\n`);
  }
  if (report.outcome === "failed" || report.outcome === "interrupted") return exitCodes[report.outcome];
  return report.changes.some(isDestructive) && !destroyAllowed ? exitCodes.destructive : 0;
}

/** What a stranger's branch is given: no secret, no cloud, no comment. */
function checkFork(pull: PullRequest, { project, stack, json }: PreviewCommand): number {
  const reports = check(project, stack);
  process.stdout.write(`${json ? printableJson(reports) : renderReports(reports)}\n`);
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
  throw new Problem({
    code: "no-folder-for-plan",
    what: `The plan cannot be saved: there is no folder ${folder}.`,
    fix: "make it, or name another file",
  });
}

function noPullRequest(): Problem {
  return new Problem({
    code: "no-pull-request",
    what: "There is not a pull request to comment on: GITHUB_REF does not name one.",
    fix: "add --pull <number>, or leave out --comment",
  });
}
