import { Project } from "../components/project.ts";
import { describeDrift } from "../operations/drift/describe.ts";
import { digestOfDrift, driftTitle } from "../operations/drift/digest.ts";
import { findDrift } from "../operations/drift/drift.ts";
import { connectFly } from "../operations/drift/fly.ts";
import type { DriftReport } from "../operations/drift/report.ts";
import { listStacks } from "../operations/engine/stacks.ts";
import { connectGithub } from "../operations/github/connection.ts";
import { DRIFT_ISSUE_ROOM, type DriftFinding, keepDriftIssue } from "../operations/github/drift-issue.ts";
import { printableLines } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { reasonOf } from "../problem/reason.ts";
import { exitCodes } from "./exit-codes.ts";
import { type OutputOptions, openReportOutput } from "./report-output.ts";

export interface DriftCommand extends OutputOptions {
  /** Default: every stack that has a file and is up. */
  readonly stack?: string;
  /** Of those that are up: production's alone, or all others, which another passphrase may open. Default: both. */
  readonly production?: "only" | "without";
  readonly project: string;
  readonly issue?: boolean;
  readonly repository?: string;
}

type Env = NodeJS.ProcessEnv;

/** @returns the exit code */
export async function runDrift(options: DriftCommand, env: Env): Promise<number> {
  const output = openReportOutput(options, env);
  const project = new Project(options.project);
  const stacks = options.stack === undefined ? await stacksThatAreUp(project, options.production) : [options.stack];
  const reports = await compareAll(stacks, project, env);
  output.print(reports, reports.map(describeDrift), "Nothing was changed.");
  // A repository may hold several products.
  const fullName = (stack: string) => `${project.name}/${stack}`;
  const findingOf = (report: DriftReport): DriftFinding => {
    const { outcome } = report;
    const stack = fullName(report.stack);
    if (outcome !== "drift") return { stack, outcome };
    const body = output.page({ ...describeDrift(report), stack }, DRIFT_ISSUE_ROOM);
    return { stack, outcome, title: driftTitle({ ...report, stack }), body, digest: digestOfDrift(report) };
  };
  if (options.issue && !(await keepIssues(reports.map(findingOf), options, env))) return exitCodes.failed;
  if (reports.some(({ outcome }) => outcome === "drift")) return exitCodes.drift;
  return reports.some(({ outcome }) => outcome === "unknown") ? exitCodes.failed : 0;
}

/** One stack after the other. A signal ends the engine at work, and here the stacks that come after. */
async function compareAll(stacks: readonly string[], project: Project, env: Env): Promise<DriftReport[]> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(interrupted());
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

function interrupted(): Problem {
  const what = "It was interrupted: it is not known whether anything drifts.";
  return new Problem({ code: "interrupted", what, fix: "run it again" });
}

/** Stacks of the project that the backend has too. A backend with none of them is most likely the wrong one. */
async function stacksThatAreUp(project: Project, production: DriftCommand["production"]): Promise<string[]> {
  const isProduction = (stack: string) => project.tierOf(stack) === "production";
  const written = project.stacks
    .map(({ stack }) => stack)
    .filter((stack) => production === undefined || isProduction(stack) === (production === "only"));
  if (written.length === 0) {
    const kind = production === "only" ? "stack of production" : "stack";
    const what = `There is no ${kind}${production === "without" ? " but production's" : ""} in ${project.folder}.`;
    throw new Problem({ code: "no-such-stack", what, fix: "write Pulumi.<stack>.yaml" });
  }
  const known = await listStacks(project.folder);
  const up = written.filter((stack) => known.includes(stack));
  const missing = written.filter((stack) => !up.includes(stack));
  if (up.length === 0) {
    throw new Problem({
      code: "backend-without-stacks",
      what: `The backend has none of the stacks ${written.join(", ")}: it is not known whether they drift.`,
      fix: "log in to the backend that they are in (pulumi login), or set PULUMI_BACKEND_URL",
    });
  }
  if (missing.length > 0)
    process.stderr.write(`left out, because the backend has no such stack: ${missing.join(", ")}\n`);
  return up;
}

/** Brings each stack's issue up to date. One that GitHub refuses is named, and the others are brought up to date. */
async function keepIssues(findings: readonly DriftFinding[], { repository }: DriftCommand, env: Env): Promise<boolean> {
  const github = connectGithub({ repository }, env);
  let kept = true;
  for (const finding of findings) {
    const { stack } = finding;
    try {
      const { action, url } = await keepDriftIssue(github, finding);
      if (url !== undefined) process.stderr.write(`${stack}: issue ${action}: ${url}\n`);
    } catch (error) {
      kept = false;
      const why = printableLines(reasonOf(error)).join("\n");
      process.stderr.write(`${stack}: its issue could not be brought up to date. ${why}\n`);
    }
  }
  return kept;
}
