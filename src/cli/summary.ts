import { appendFileSync } from "node:fs";
import { Problem } from "../problem/problem.ts";
import { reasonOf } from "../problem/reason.ts";

/** Characters for what one command adds to a step's summary, which holds 1 MiB (docs.github.com/actions, "Workflow commands"). */
export const SUMMARY_ROOM = 240_000;

/**
 * What adds Markdown to the summary of the Actions step that this runs in; nothing is added when none is asked for. It never
 * throws: what was done is done without a summary too, and a line on stderr says so.
 * @throws Problem where there is no summary, or none that can be written to; nothing was done yet
 */
export function openSummary(desired: boolean | undefined, env: NodeJS.ProcessEnv): (markdown: string) => void {
  if (!desired) return () => undefined;
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) {
    throw new Problem({
      code: "no-step-summary",
      what: "There is no step summary to write: GITHUB_STEP_SUMMARY is not set.",
      fix: "leave out --summary outside GitHub Actions",
    });
  }
  try {
    appendFileSync(file, "");
  } catch (error) {
    throw new Problem({
      code: "unwritable-summary",
      what: describe(error),
      fix: "set GITHUB_STEP_SUMMARY to a file, or leave out --summary",
    });
  }
  return (markdown) => {
    try {
      appendFileSync(file, `${markdown}\n`);
    } catch (error) {
      process.stderr.write(`${describe(error)}\n`);
    }
  };
}

function describe(error: unknown): string {
  return `The step's summary cannot be written: ${reasonOf(error)}.`;
}
