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

/** Prints that nothing has changed, where that is known and all that is asked for. Loads nothing else: it takes no longer than it must. */
export function printUnchanged({ report }: Comparison, options: PreviewCommand, env: NodeJS.ProcessEnv): boolean {
  const { comment, pull, out } = options;
  const isMore = comment || pull !== undefined || out !== undefined || env["GITHUB_ACTIONS"] === "true";
  if (!report || isMore) return false;
  openReportOutput(options, env).print(report, [describePreview(report, false)], previewEnding);
  return true;
}
