import type { Credential } from "../credential.ts";
import type { Service } from "../service.ts";

export const neonCredential = {
  vendor: "Neon",
  noun: "API key",
  variables: ["NEON_API_KEY"],
  variable: "NEON_API_KEY",
  settings: ["parity:neonApiKey"],
  source: "console.neon.tech → Settings → API keys: a personal or organization key",
} as const satisfies Credential;

/** Where Neon's API is, and the variable of neonctl that says otherwise. */
export const neonApi = { url: "https://console.neon.tech/api/v2", variable: "NEON_API_HOST" } as const;

export const neonService = {
  vendor: "Neon",
  statusPage: "https://neonstatus.com",
  addresses: [neonApi.variable],
} as const satisfies Service;
