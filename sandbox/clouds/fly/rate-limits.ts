import { bucket, type RateLimit, window } from "../core/rate-limit.ts";

/**
 * "1 request per second, per action (i.e. Create Machine, Start Machine etc.), per identifier (machine ID or app ID)" with bursts of 3,
 * Get Machine 5 with bursts of 10, and 100 deletions of apps a minute (fly.io/docs/machines/api/working-with-machines-api). What has no
 * identifier, such as Create App, and GraphQL are not named there.
 */
export const rateLimits: readonly RateLimit[] = [
  {
    name: "5 a second a machine, bursts of 10",
    scope: ({ operation, params }) => (operation === "fly.readMachine" ? params["machine"] : undefined),
    budget: bucket(5, 10),
  },
  {
    name: "1 a second an action of an app or machine, bursts of 3",
    scope: ({ operation, params }) => {
      const id = params["machine"] ?? params["app"];
      return id === undefined || operation === "fly.readMachine" ? undefined : `${operation} ${id}`;
    },
    budget: bucket(1, 3),
  },
  {
    name: "100 deletions of apps a minute",
    scope: ({ operation }) => (operation === "fly.deleteApp" ? "" : undefined),
    budget: window(100, 60),
  },
];
