import { Problem } from "../../problem/problem.ts";
import type { Credential } from "../credential.ts";

/** In flyctl's own order (internal/config/config.go); Fly's documents name the second. */
export const flyCredential = {
  vendor: "Fly",
  noun: "API token",
  variables: ["FLY_ACCESS_TOKEN", "FLY_API_TOKEN"],
  variable: "FLY_API_TOKEN",
  settings: ["parity:flyToken"],
  source: "`fly tokens create org`: an organization token, because an app token cannot create apps",
} as const satisfies Credential;

/** A Go duration such as `8760h` or `1h30m`: how Fly writes a token's expiry (flyctl `fly tokens create --expiry`). */
export function flyExpiryProblem(expiry: string): Problem | undefined {
  if (/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(expiry) && /[1-9]/.test(expiry)) return undefined;
  return new Problem({
    code: "fly-token-expiry",
    what: `${JSON.stringify(expiry)} is not a Go duration above zero, the form in which Fly accepts an expiry.`,
    fix: "write hours, such as 8760h for a year",
  });
}
