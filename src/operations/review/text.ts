import { printable, printableLines } from "../../problem/printable.ts";
import type { LiveReview } from "./live.ts";
import type { Reason, SweepPlan, Swept } from "./sweep.ts";
import type { SweepOutcome } from "./sweep-run.ts";

const reasons: Readonly<Record<Reason, string>> = {
  closed: "its pull request is closed",
  old: "nothing was pushed to it for too long",
  open: "its pull request is open",
  keep: "its label keeps it",
  unknown: "GitHub knows no such pull request",
};

/** What a sweep found, what goes first. */
export function renderSweep({ found, unknown }: SweepPlan): string {
  const line = ({ what, reason }: Swept) => `  ${printable(what)}: ${reasons[reason]}`;
  const part = (title: string, list: readonly Swept[]) => (list.length === 0 ? [] : [title, ...list.map(line), ""]);
  return [
    ...part(
      "Goes:",
      found.filter(({ goes }) => goes),
    ),
    ...part(
      "Stays:",
      found.filter(({ goes }) => !goes),
    ),
    ...unknown.flatMap(({ message }) => [message, ""]),
  ].join("\n");
}

/** One review environment, with what is known of its pull request. */
export interface ReviewRow extends LiveReview {
  readonly reason: Reason | undefined;
  readonly urls: readonly string[];
  /** USD a month, as text. */
  readonly cost: string | undefined;
}

export function renderReviews(rows: readonly ReviewRow[], now: Date): string {
  if (rows.length === 0) return "No review environment is there.";
  return rows
    .map(({ name, resources, lastUpdate, reason, urls, cost }) =>
      [
        `${name}: ${resources === 0 ? "empty" : `${resources} resources`}`,
        ...(lastUpdate ? [`last up ${ageOf(lastUpdate, now)} ago`] : []),
        ...(reason ? [reasons[reason]] : []),
        ...(cost === undefined ? [] : [`${cost} USD a month`]),
        ...urls,
      ].join(", "),
    )
    .join("\n");
}

/** Such as `3 h` or `2 days`. */
export function ageOf(then: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - then.getTime()) / 60_000));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

const became: Readonly<Record<SweepOutcome["became"], string>> = {
  gone: "gone",
  busy: "in use: the next sweep looks again",
  left: "could not be deleted, or not all of it",
};

export function renderSwept({ swept, became: end, errors }: SweepOutcome): string {
  return [`${printable(swept.what)}: ${became[end]}`, ...errors.flatMap((text) => printableLines(text))].join("\n");
}
