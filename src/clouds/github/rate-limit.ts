import { retryAfterMs } from "../call/retry.ts";

/** Headers as Octokit has them: lower-case names. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** "wait for at least one minute" where no header says more (GitHub docs, Rate limits for the REST API). */
const unsaidMs = 60_000;

/**
 * Milliseconds to wait when the refusal is one of GitHub's rate limits, primary or secondary; `undefined` when it is
 * another refusal. Both come with 403 or 429 (GitHub docs, Rate limits for the REST API).
 */
export function rateLimitMs(status: number, headers: Headers, said: string): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const told = retryAfterMs(text(headers["retry-after"]));
  if (told !== undefined) return told;
  const reset = Number(headers["x-ratelimit-reset"]);
  if (text(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset)) {
    return Math.max(0, reset * 1000 - Date.now());
  }
  return status === 429 || /rate limit/i.test(said) ? unsaidMs : undefined;
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
