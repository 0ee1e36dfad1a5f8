import { Problem } from "../../problem/problem.ts";

/** How far ahead a branch's end may lie (neon.com/docs/guides/branch-expiration). */
const EXPIRY_DAYS = 30;

/**
 * Why a branch cannot end at this instant. With `now` the instant itself is checked too: it must lie ahead, by 30 days at
 * most. Without, only its form: RFC 3339 with a time zone (neon.com/docs/guides/branch-expiration).
 */
export function neonExpiryProblem(expiresAt: string, now?: Date): Problem | undefined {
  const refused = (what: string, fix: string) => new Problem({ code: "neon-branch-expiry", what, fix });
  const instant = parseInstant(expiresAt);
  if (instant === undefined) {
    const what = `${JSON.stringify(expiresAt)} is not an instant in RFC 3339 with a time zone.`;
    return refused(what, "write it like 2026-01-12T10:00:00Z");
  }
  if (!now) return undefined;
  const latest = now.getTime() + EXPIRY_DAYS * 86_400_000;
  if (instant > now.getTime() && instant <= latest) return undefined;
  const what =
    instant > latest
      ? `Neon ends a branch at most ${EXPIRY_DAYS} days ahead, and ${expiresAt} is later.`
      : `${expiresAt} is past; Neon ends a branch in the future.`;
  return refused(what, `write an instant up to ${toWholeSeconds(latest)}`);
}

/**
 * The instant as Neon keeps it, in UTC and whole seconds: `2026-01-12T12:00:00.750+02:00` is `2026-01-12T10:00:00Z`.
 * What is not an instant comes back as it was.
 */
export function normalizeNeonExpiry(expiresAt: string): string {
  const instant = parseInstant(expiresAt);
  return instant === undefined ? expiresAt : toWholeSeconds(instant);
}

function parseInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = Date.parse(text.toUpperCase());
  return Number.isNaN(instant) ? undefined : instant;
}

function toWholeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
