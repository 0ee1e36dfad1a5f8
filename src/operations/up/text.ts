import type { ResourceChange } from "../engine/change.ts";
import { countActions } from "../engine/changes.ts";
import { applied, renderCounts } from "../report/change-words.ts";
import { printableLines } from "../report/printable.ts";
import type { UpResult } from "./up.ts";

/** A line of what has just been done, such as `created   fly App api`. */
export function renderDone({ action, resource }: ResourceChange): string {
  return `${applied[action].padEnd(8)}  ${resource}`;
}

/** How it ended. The last line says whether anything was changed. */
export function renderUpResult({ outcome, report, done, uncertain, differs, errors }: UpResult): string {
  const { stack } = report;
  const nothing = "Nothing was changed.";
  const said = errors.map((error) => `${printableLines(error).join("\n")}\n\n`).join("");
  switch (outcome) {
    case "applied":
      return done.length === 0 ? `${stack} is as the config says. ${nothing}` : `${stack} is up: ${countDone(done)}.`;
    case "destructive":
      return (
        `${stack} would lose what cannot be made again, and nobody has allowed it.\n` +
        `  Fix: see what is replaced or deleted above; where it is meant, allow it: --allow-destroy\n\n${nothing}`
      );
    case "refused":
      return (
        `${said}${stack} would not become what was reviewed: ${differs.join(", ")}.\n` +
        "  Why: config, state or a cloud has changed since the plan was made\n" +
        `  Fix: review what would be done now (parity preview --stack ${stack}), or apply it without the plan\n\n${nothing}`
      );
    case "failed": {
      const differing = differs.length > 0 ? `Not what was planned: ${differs.join(", ")}.\n\n` : "";
      return `${said}${differing}${done.length === 0 && !uncertain ? nothing : renderProgress(stack, done, uncertain)}`;
    }
  }
}

function renderProgress(stack: string, done: readonly ResourceChange[], uncertain: boolean): string {
  const made = done.length === 0 ? `Nothing of ${stack} was completed` : `${countDone(done)} in ${stack}`;
  const rest = uncertain ? ", and what failed may be done in part" : "";
  return `${made}${rest}. Run it again when the cause is gone.`;
}

function countDone(done: readonly ResourceChange[]): string {
  return renderCounts(countActions(done));
}
