import type { Service } from "../service.ts";

/** Where Fly's two APIs are, and flyctl's variables that say otherwise (flyctl internal/config/config.go, fly-go flaps/flaps.go). */
export const flyHosts = {
  /** Without `/v1`. */
  machines: { url: "https://api.machines.dev", variable: "FLY_FLAPS_BASE_URL" },
  graphql: { url: "https://api.fly.io", variable: "FLY_API_BASE_URL" },
} as const;

export const flyService = {
  vendor: "Fly",
  statusPage: "https://status.flyio.net",
  addresses: [flyHosts.machines.variable, flyHosts.graphql.variable],
} as const satisfies Service;
