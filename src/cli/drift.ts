import { digestOfDrift, driftTitle } from "../operations/drift/digest.ts";
import { findDrift } from "../operations/drift/drift.ts";
import { connectFly } from "../operations/drift/fly.ts";
import { renderDriftMarkdown } from "../operations/drift/markdown.ts";
import type { DriftReport } from "../operations/drift/report.ts";
import { renderDriftText } from "../operations/drift/text.ts";
import { listStacks } from "../operations/engine/stacks.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { DRIFT_ISSUE_ROOM, keepDriftIssue } from "../operations/github/drift-issue.ts";
import { findRunUrl } from "../operations/github/run-record.ts";
import { printableLines } from "../operations/report/printable.ts";
import { reasonOf } from "../problem/reason.ts";
import { Project } from "../project/project.ts";
import { exitCodes } from "./exit-codes.ts";
import { openSummary, SUMMARY_ROOM } from "./summary.ts";

export interface DriftCommand {
  /** Default: every stack that has a file and is up. */
  readonly stack?: string;
  readonly project: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly issue?: boolean;
  readonly summary?: boolean;
  readonly repository?: string;
}

type Env = NodeJS.ProcessEnv;

/** @returns the exit code */
export async function runDrift(options: DriftCommand, env: Env): Promise<number> {
  const addToSummary = openSummary(options.summary, env);
  const project = new Project(options.project);
  const stacks = options.stack === undefined ? await stacksThatAreUp(project) : [options.stack];
  const reports = await compareAll(stacks, project, env);
  const logUrl = findRunUrl(env);
  const markdown = (report: DriftReport, limit: number) =>
    renderDriftMarkdown(report, { limit, ...(logUrl && { logUrl }) });
  const page = (limit: number) => reports.map((report) => markdown(report, limit)).join("\n\n");
  process.stdout.write(`${show(reports, options, page)}\n`);
  addToSummary(page(SUMMARY_ROOM / reports.length));
  const told = options.issue ? await tell(reports, markdown, options, env) : true;
  if (!told) return exitCodes.failed;
  if (reports.some(({ outcome }) => outcome === "drift")) return exitCodes.drift;
  return reports.some(({ outcome }) => outcome === "unknown") ? exitCodes.failed : 0;
}

/** One stack after the other. A signal ends the engine at work by itself, and here the stacks that come after. */
async function compareAll(stacks: readonly string[], project: Project, env: Env): Promise<DriftReport[]> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Error("It was interrupted: it is not known whether anything drifts."));
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const { blueprints } = project.resolve();
    const fly = connectFly(env, interruption.signal);
    const reports: DriftReport[] = [];
    for (const stack of stacks) {
      process.stderr.write(`comparing ${stack} …\n`);
      const blueprint = blueprints.get(stack);
      reports.push(await findDrift({ project: project.folder, stack, blueprint, fly, env, today: new Date() }));
      interruption.signal.throwIfAborted();
    }
    return reports;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

function show(
  reports: readonly DriftReport[],
  { json, markdown }: DriftCommand,
  page: (limit: number) => string,
): string {
  if (json) return JSON.stringify(reports, null, 2);
  return markdown ? page(Number.POSITIVE_INFINITY) : renderDriftText(reports);
}

/** Stacks of the project that the backend has too. A backend with none of them is most likely another one. */
async function stacksThatAreUp(project: Project): Promise<string[]> {
  const written = project.stacks.map(({ stack }) => stack);
  if (written.length === 0) {
    throw new Error(`There is no stack in ${project.folder}.\n  Fix: write Pulumi.<stack>.yaml`);
  }
  const known = await listStacks(project.folder);
  const up = written.filter((stack) => known.includes(stack));
  const missing = written.filter((stack) => !up.includes(stack));
  if (up.length === 0) {
    throw new Error(
      `The backend has none of the stacks ${written.join(", ")}: it cannot be told whether they drift.\n` +
        "  Fix: log in to the backend that they are in: pulumi login (or set PULUMI_BACKEND_URL)",
    );
  }
  if (missing.length > 0)
    process.stderr.write(`left out, because the backend has no such stack: ${missing.join(", ")}\n`);
  return up;
}

/** Brings each stack's issue up to date; one that cannot be is said, and does not keep the others from it. */
async function tell(
  reports: readonly DriftReport[],
  markdown: (report: DriftReport, limit: number) => string,
  { repository }: DriftCommand,
  env: Env,
): Promise<boolean> {
  const github = connectGithub({ repository }, env);
  let told = true;
  for (const report of reports) {
    const { stack, outcome } = report;
    try {
      const { action, url } = await keepDriftIssue(
        github,
        outcome === "drift"
          ? {
              stack,
              outcome,
              title: driftTitle(report),
              body: markdown(report, DRIFT_ISSUE_ROOM),
              digest: digestOfDrift(report),
            }
          : { stack, outcome },
      );
      if (url !== undefined) process.stderr.write(`${stack}: issue ${action}: ${url}\n`);
    } catch (error) {
      told = false;
      const why = printableLines(reasonOf(error)).join("\n");
      process.stderr.write(`${stack}: its issue could not be brought up to date. ${why}\n`);
    }
  }
  return told;
}
