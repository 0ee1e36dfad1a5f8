import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { CloudError } from "./cloud-error.ts";

export interface RetryPolicy {
  /**
   * `read`: no answer, 408, 429 and 5xx are tried again.
   * `write`: only refusals that prove nothing was done (423, 429, and 403 with a time to come back) are; an uncertain
   * outcome is the caller's to look up.
   */
  readonly kind: "read" | "write";
  /**
   * Milliseconds after which the last failure is final, the times that a vendor named not counted. Default 120,000: a Neon
   * lock lasts tens of seconds.
   */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Cloudflare refuses everything for five minutes (Fundamentals, API limits). Who names a longer time is not waited for. */
const LONGEST_NAMED_MS = 330_000;

/** Of a 429 that names no time: Fly's and Neon's limits are by the second (fly.io, working-with-machines-api; neon.com, reference/limits). */
const UNNAMED_MS = 1_000;

/**
 * Calls until it works, the failure is final, or the deadline has passed. Waits what the vendor's `Retry-After` says, to its end, and
 * then one to two times a back-off that grows from 250 ms to 10 s.
 */
export function retrying<T>(policy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  const { kind, signal } = policy;
  let deadline = Date.now() + (policy.deadlineMs ?? 120_000);
  return pRetry(call, {
    retries: 60,
    minTimeout: 250,
    maxTimeout: 10_000,
    factor: 2,
    randomize: true,
    ...(signal && { signal }),
    shouldRetry: async ({ error }) => {
      if (Date.now() >= deadline || !isRetryable(error, kind)) return false;
      const wait = namedMs(error);
      if (wait > LONGEST_NAMED_MS) return false;
      deadline += wait;
      if (wait > 0) await sleep(wait, undefined, { ...(signal && { signal }) });
      return true;
    },
  });
}

function namedMs(error: unknown): number {
  if (!(error instanceof CloudError)) return 0;
  return error.failure.retryAfterMs ?? (error.status === 429 ? UNNAMED_MS : 0);
}

function isRetryable(error: unknown, kind: RetryPolicy["kind"]): boolean {
  // What comes in an undocumented shape comes so again: from another host, or a newer version of the API.
  if (!(error instanceof CloudError) || error.failure.malformed) return false;
  if (error.status === 423 || error.status === 429) return true;
  // GitHub's rate limits answer 403 or 429 alike (GitHub docs, Rate limits for the REST API).
  if (error.status === 403 && error.failure.retryAfterMs !== undefined) return true;
  return kind === "read" && error.uncertain;
}

/** `Retry-After` in either of its forms, as milliseconds from now. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
