import type { Budget, RateLimit } from "../core/rate-limit.ts";
import { window } from "../core/rate-limit.ts";

const isWrite = (method: string) => method !== "GET";
const most = 100;

/** docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, "About secondary rate limits". Every write counts as one that creates content. */
export const rateLimits: readonly RateLimit[] = [
  {
    name: "100 at once",
    scope: () => "",
    cost: ({ open }) => open,
    budget: (): Budget => ({
      take: (open) => (open > most ? 60 : undefined),
      left: () => ({ remaining: most, resetSeconds: 0 }),
    }),
  },
  {
    name: "900 points a minute",
    scope: () => "",
    cost: ({ method }) => (isWrite(method) ? 5 : 1),
    budget: window(900, 60),
  },
  { name: "80 creations a minute", scope: ({ method }) => (isWrite(method) ? "" : undefined), budget: window(80, 60) },
  {
    name: "500 creations an hour",
    scope: ({ method }) => (isWrite(method) ? "" : undefined),
    budget: window(500, 3600),
  },
];
