import type { DriftReport } from "./report.ts";

/** `1 broken, 2 changed in the cloud, 18 as declared`: what was found, without the stack's name. */
export function renderDriftVerdict(report: DriftReport): string {
  const { outcome, unknown, clean } = report;
  const counts = [renderFound(report), renderCount(unknown.length, "unknown"), renderCount(clean, "as declared")];
  return [outcome === "clean" ? "clean" : "", ...counts].filter((part) => part !== "").join(", ");
}

/** `1 broken, 2 changed in the cloud, 1 not applied`, and nothing of what could not be read. */
export function renderFound({ broken, cloud, config }: DriftReport): string {
  const counts = [
    renderCount(broken.length, "broken"),
    renderCount(cloud.length, "changed in the cloud"),
    renderCount(config.length, "not applied"),
  ];
  return counts.filter((part) => part !== "").join(", ");
}

function renderCount(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}`;
}
