import { normalizeNeonExpiry } from "../../vendors/neon/branch-expiry.ts";

const DAY = 86_400_000;

/**
 * When Neon deletes the branches of an environment that is brought up now: so many days later, at the end of that day in UTC, so
 * that a second push of the same day changes nothing.
 */
export function expiryOf(now: Date, days: number): string {
  const end = Math.ceil((now.getTime() + days * DAY) / DAY) * DAY;
  return normalizeNeonExpiry(new Date(end).toISOString());
}

/** Whether an environment that was last brought up then is older than it may get. */
export function isOld(lastUp: Date | undefined, days: number, now: Date): boolean {
  return lastUp !== undefined && now.getTime() - lastUp.getTime() > days * DAY;
}
