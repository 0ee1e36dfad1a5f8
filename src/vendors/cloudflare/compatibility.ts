import { Problem } from "../../problem/problem.ts";

/**
 * Why Cloudflare's runtime would not run code under this compatibility date: it is not written `YYYY-MM-DD`, or, with `today`
 * in the same form, lies ahead (workerd, src/workerd/io/compatibility-date.c++).
 */
export function compatibilityDateProblem(date: string, today?: string): Problem | undefined {
  const refused = (what: string, fix: string) => new Problem({ code: "pages-compatibility", what, fix });
  const instant = /^2\d{3}-\d\d-\d\d$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  if (!instant || Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== date) {
    return refused(`${JSON.stringify(date)} is not a compatibility date.`, 'write it in quotes, such as "2026-01-15"');
  }
  if (today === undefined || date <= today) return undefined;
  return refused(`The compatibility date ${date} lies ahead, and Cloudflare takes none that does.`, `write "${today}"`);
}

/** Why Cloudflare's runtime would refuse these flags together: one twice, or one beside its opposite (the same source). */
export function compatibilityFlagsProblem(flags: readonly string[]): Problem | undefined {
  const refused = (what: string, fix: string) => new Problem({ code: "pages-compatibility", what, fix });
  const twice = flags.find((flag, at) => flags.indexOf(flag) !== at);
  if (twice !== undefined) return refused(`The flag "${twice}" is there twice.`, "remove one of the two");
  const opposed = flags.find((flag) => flags.includes(`no_${flag}`));
  if (opposed === undefined) return undefined;
  return refused(`The flags "${opposed}" and "no_${opposed}" contradict each other.`, "remove one of the two");
}
