import { appendFileSync } from "node:fs";

/** Characters for what one command adds to a step's summary, which holds 1 MiB (docs.github.com/actions, "Workflow commands"). */
export const SUMMARY_ROOM = 240_000;

/**
 * What adds Markdown to the summary of the Actions step that this runs in; nothing is added when none is wanted.
 * @throws Error where there is no summary: outside GitHub Actions
 */
export function openSummary(wanted: boolean | undefined, env: NodeJS.ProcessEnv): (markdown: string) => void {
  if (!wanted) return () => undefined;
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) {
    throw new Error(
      "There is no step summary to write: GITHUB_STEP_SUMMARY is not set.\n" +
        "  Fix: leave out --summary outside GitHub Actions",
    );
  }
  return (markdown) => appendFileSync(file, `${markdown}\n`);
}
