import { printableLines } from "../../problem/printable.ts";
import { countActions } from "../engine/changes.ts";
import { renderCounts } from "../report/change-words.ts";
import type { DestroyResult } from "./destroy.ts";

/** How it ended, for a terminal. The last line says whether anything was deleted. */
export function renderDestroyText(result: DestroyResult): string {
  return [...result.errors.map((text) => printableLines(text).join("\n")), renderEnding(result)].join("\n\n");
}

function renderEnding({ outcome, stack, done, uncertain }: DestroyResult): string {
  const counts = renderCounts(countActions(done));
  if (outcome === "planned") return "Nothing was changed: this is a preview.";
  if (outcome === "destroyed") {
    return counts === "" ? `Nothing of ${stack} is there. Nothing was changed.` : `${stack} is gone: ${counts}.`;
  }
  const ended = outcome === "interrupted" ? "Interrupted. " : "";
  if (counts === "" && !uncertain) return `${ended}Nothing was changed.`;
  const made = counts === "" ? `Nothing of ${stack} was deleted for certain` : `${counts} in ${stack}`;
  const again =
    outcome === "interrupted" ? "Run it again: it goes on from here." : "Run it again when the cause is gone.";
  return `${ended}${made}${uncertain ? ", and what was under way may be done in part" : ""}. ${again}`;
}
