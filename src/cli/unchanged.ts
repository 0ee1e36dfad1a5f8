import { describePreview } from "../operations/preview/describe.ts";
import { type Comparison, compareUnchanged } from "../operations/unchanged/unchanged.ts";
import { type PreviewCommand, previewEnding } from "./preview-command.ts";
import { openReportOutput } from "./report-output.ts";

/** What can be said of a preview without the engine: nothing where the engine is asked for, or its plan. */
export async function compare(
  { project, stack, refresh = true, engine, savePlan }: PreviewCommand,
  env: NodeJS.ProcessEnv,
): Promise<Comparison> {
  return engine || savePlan !== undefined ? {} : compareUnchanged({ project, stack, refresh }, env);
}

/**
 * Prints that nothing has changed, where that is known and all that is asked for; loads nothing else, and takes no longer than it must.
 * @returns `isDone`: all is printed; else what was compared, where anything was
 */
export async function previewUnchanged(
  options: PreviewCommand,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly isDone: boolean; readonly compared?: Comparison }> {
  const { comment, pull, out } = options;
  // Of a pull request it is not known yet whose it is: a stranger's is given no secret, and no cloud is asked for it.
  if (comment || pull !== undefined || out !== undefined || env["GITHUB_REF"] !== undefined) return { isDone: false };
  const compared = await compare(options, env);
  if (!compared.report) return { isDone: false, compared };
  openReportOutput(options, env).print(compared.report, [describePreview(compared.report, false)], previewEnding);
  return { isDone: true };
}
