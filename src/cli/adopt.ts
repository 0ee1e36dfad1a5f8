import { Project } from "../components/project.ts";
import { templateIsNoStack } from "../components/review/template.ts";
import { type AdoptResult, adopt } from "../operations/adopt/adopt.ts";
import { describeAdopt } from "../operations/adopt/describe.ts";
import { connectSources } from "../operations/existing/sources.ts";
import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";
import { check, renderReports } from "./check.ts";
import { exitCodes } from "./exit-codes.ts";
import { type OutputOptions, openReportOutput } from "./report-output.ts";

export interface AdoptCommand extends OutputOptions {
  readonly stack: string;
  readonly project: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** @returns the exit code */
export async function runAdopt(options: AdoptCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const { stack, project, dryRun = false } = options;
  if (!dryRun && !options.yes) throw notConfirmed(stack);
  const output = openReportOutput(options, env);
  const blueprint = new Project(project).resolve(undefined, stack).blueprints.get(stack);
  if (blueprint?.template) throw templateIsNoStack();
  if (!blueprint) {
    process.stdout.write(`${renderReports(check(project, stack))}\n`);
    return exitCodes.failed;
  }
  const sources = connectSources(blueprint, env, new AbortController().signal);
  const result = await adopt({ project, stack, blueprint, sources, dryRun });
  output.print(result, describeAdopt(result), endingOf(result));
  const unclear = result.adoptions.some(({ outcome }) => ["ambiguous", "foreign", "unknown"].includes(outcome));
  return result.outcome === "failed" || unclear ? exitCodes.failed : 0;
}

function endingOf({ stack, outcome, adoptions, kept }: AdoptResult): string {
  const also = kept.length > 0 ? ` and Pulumi.${stack}.yaml were` : " was";
  if (outcome === "adopted") return `Nothing was changed in a cloud: only the state${also}.`;
  // The import has started once there is something that it takes.
  if (outcome === "failed" && adoptions.length > 0)
    return "Nothing was changed in a cloud. It is not known whether the state was.";
  return "Nothing was changed.";
}

function notConfirmed(stack: string): Problem {
  return new Problem({
    code: "not-confirmed-adopt",
    what: "What is taken over is managed by this stack from then on: its next up changes it to what the config says.",
    fix: "look at it first, then say --yes",
    commands: [line`parity adopt --stack ${stack} --dry-run`, line`parity adopt --stack ${stack} --yes`],
  });
}
