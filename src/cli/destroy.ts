import { Project } from "../components/project.ts";
import { describeDestroy } from "../operations/destroy/describe.ts";
import { type DestroyOptions, type DestroyResult, destroy } from "../operations/destroy/destroy.ts";
import { renderDestroyText } from "../operations/destroy/text.ts";
import { connectSources } from "../operations/existing/sources.ts";
import { renderRecovery } from "../operations/recover/text.ts";
import { renderText } from "../operations/report/text.ts";
import { renderDone } from "../operations/up/text.ts";
import { printableJson } from "../problem/printable.ts";
import { requireAgreement } from "./consent.ts";
import { exitCodes } from "./exit-codes.ts";
import { watchInterruption } from "./interruption.ts";
import { printLine } from "./progress.ts";
import { styleOf } from "./style.ts";

export interface DestroyCommand {
  readonly stack: string;
  readonly project: string;
  readonly dryRun?: boolean;
  /** Goes on without asking. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * @param operation what takes it down: of a review environment more goes than a destroy deletes
 * @returns the exit code
 */
export async function runDestroy(
  options: DestroyCommand,
  env: NodeJS.ProcessEnv,
  operation: (options: DestroyOptions) => Promise<DestroyResult> = destroy,
): Promise<number> {
  const { stack, json, dryRun = false } = options;
  const project = new Project(options.project);
  const { blueprints } = project.resolve();
  const style = styleOf(process.stdout);
  const print = (text: string) => void (json || printLine(text));
  const interruption = watchInterruption();
  try {
    const result = await operation({
      ...{ stack, dryRun, project: options.project, blueprints: blueprints.values() },
      sources: connectSources(blueprints.get(stack), env, new AbortController().signal),
      isInterrupted: interruption.isAsked,
      onRecovery: (recovery) => print(renderRecovery(recovery)),
      onReport: (report) => print(`${renderText([describeDestroy(report)], "", style)}\n`),
      onStart: async () => {
        if (options.yes !== true) await requireAgreement(stack, { input: process.stdin, output: process.stderr });
      },
      onChange: (change, took) => print(renderDone(change, took, style)),
    });
    process.stdout.write(`${json ? printableJson(result) : renderDestroyText(result)}\n`);
    return result.outcome === "destroyed" || result.outcome === "planned" ? 0 : exitCodes[result.outcome];
  } finally {
    interruption.end();
  }
}
