import { bucket, type RateLimit, window } from "../core/rate-limit.ts";

/** "700 requests per minute (about 11 per second), with bursts of up to 40 requests per second per route" (neon.com/docs/reference/limits). */
export const rateLimits: readonly RateLimit[] = [
  { name: "40 a second a route", scope: ({ operation }) => operation, budget: bucket(40, 40) },
  { name: "700 a minute", scope: () => "", budget: window(700, 60) },
];
