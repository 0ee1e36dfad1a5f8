import type { Limiter } from "../core/limiter.ts";
import { bucket, type CountedCall, type RateLimit, window } from "../core/rate-limit.ts";

const fiveMinutes = "1,200 in five minutes";

/** 1,200 in five minutes, then nothing for the next five; 200 a second an address (developers.cloudflare.com/fundamentals/api/reference/limits). */
export const rateLimits: readonly RateLimit[] = [
  { name: "200 a second", scope: () => "", budget: bucket(200, 200) },
  { name: fiveMinutes, scope: () => "", budget: window(1200, 300, 300) },
];

/** On every answer (same page). */
export function budgetHeaders(limiter: Limiter, call: CountedCall): Record<string, string> {
  const { remaining = 0, resetSeconds = 0 } = limiter.left(fiveMinutes, call) ?? {};
  return {
    ratelimit: `"default";r=${remaining};t=${Math.ceil(resetSeconds)}`,
    "ratelimit-policy": '"default";q=1200;w=300',
  };
}
