import { renderRange } from "../../documents/cost.ts";
import type { PreviewReport } from "./report.ts";

/** `1 to replace, 2 to change, 1 new, 18 unchanged`: what the preview came to, without the stack's name. */
export function renderVerdict({ outcome, counts }: PreviewReport): string {
  if (outcome === "no changes") return outcome;
  if (outcome === "interrupted") return "the preview was interrupted, and what follows is not all";
  if (outcome === "failed") return "the preview failed, and what follows is not all";
  const parts = [
    [counts.replace, "to replace"],
    [counts.delete, "to delete"],
    [counts.update, "to change"],
    [counts.create, "new"],
    [counts.unchanged, "unchanged"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(", ");
}

/** What was compared where no engine ran, as a sentence; empty where one did. */
export function renderComparison({ compared }: PreviewReport): string {
  if (!compared) return "";
  const clouds = compared.clouds ? ", and the clouds answer as before it" : "; the clouds were not asked";
  return `Config, program and state are as the run of ${compared.with} left them${clouds}: no engine ran.`;
}

/** `Costs 5.49 to 5.79 USD a month (was 4.20 to 4.50).` Empty when the report does not have it. */
export function renderCost({ cost, outcome, deploys }: PreviewReport): string {
  if (cost === undefined) return "";
  const after = renderRange(cost.after);
  const before = cost.before && renderRange(cost.before);
  const difference = before === undefined ? "" : before === after ? ", as before" : ` (was ${before})`;
  const unseen = outcome === "no changes" && before !== undefined && before !== after;
  const why =
    unseen && deploys.length === 0
      ? " The difference is in machines, which the next deploy changes, or in list prices."
      : "";
  return `Costs ${after} USD a month${difference}.${why}`;
}
