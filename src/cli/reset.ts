import { Project } from "../components/project.ts";
import { templateIsNoStack } from "../components/review/template.ts";
import { connectSources } from "../operations/existing/sources.ts";
import { readState } from "../operations/existing/stack-state.ts";
import { describeReset, planReset, reset } from "../operations/reset/reset.ts";
import { findResetTarget } from "../operations/reset/target.ts";
import { line } from "../problem/command-line.ts";
import { printableJson } from "../problem/printable.ts";
import { check, renderReports } from "./check.ts";
import { requireAgreement } from "./consent.ts";
import { exitCodes } from "./exit-codes.ts";
import { styleOf } from "./style.ts";

export interface ResetCommand {
  readonly stack: string;
  readonly database: string;
  readonly project: string;
  /** Goes on without asking. */
  readonly yes?: boolean;
  /** Needs `yes`. */
  readonly json?: boolean;
}

/** @returns the exit code */
export async function runReset(options: ResetCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const { stack, database, project } = options;
  const print = (text: string) => void (options.json || process.stdout.write(`${text}\n`));
  const terminal = { input: process.stdin, output: process.stderr };
  const blueprint = new Project(project).resolve(undefined, stack).blueprints.get(stack);
  if (blueprint?.template) throw templateIsNoStack();
  if (!blueprint) {
    const reports = check(project, stack);
    process.stdout.write(
      `${options.json ? printableJson(reports) : renderReports(reports, styleOf(process.stdout))}\n`,
    );
    return exitCodes.failed;
  }
  const target = findResetTarget(blueprint, database, await readState({ project, stack }));
  const neon = await connectSources(blueprint, env, new AbortController().signal).clouds.neon();
  const plan = await planReset(neon, target);
  print(describeReset(plan).join("\n"));
  if (options.yes !== true) await requireAgreement(stack, terminal, options.json);
  await reset(neon, plan);
  print(`Branch "${target.name}" was reset. What has changed of its roles is handed out by the next up:`);
  print(`  ${line`parity up --stack ${stack}`}`);
  if (options.json) {
    const { name, databases } = target;
    process.stdout.write(`${printableJson({ stack, branch: name, databases, lostSince: plan.since })}\n`);
  }
  return 0;
}
