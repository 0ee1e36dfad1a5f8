import { appendFileSync } from "node:fs";

/** Characters that a step summary holds: 1 MiB of bytes (docs.github.com/actions, "Workflow commands"), to be shared. */
export const SUMMARY_ROOM = 240_000;

/**
 * Adds Markdown to the summary of the Actions step that this runs in.
 * @throws Error where there is none: outside GitHub Actions
 */
export function appendSummary(markdown: string, env: NodeJS.ProcessEnv): void {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) {
    throw new Error(
      "There is no step summary to write: GITHUB_STEP_SUMMARY is not set.\n  Fix: leave out --summary outside GitHub Actions, or print it: --markdown",
    );
  }
  appendFileSync(file, `${markdown}\n`);
}
