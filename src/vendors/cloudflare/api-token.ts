import type { Credential } from "../credential.ts";
import type { Service } from "../service.ts";

export const cloudflareCredential = {
  vendor: "Cloudflare",
  noun: "API token",
  variables: ["CLOUDFLARE_API_TOKEN"],
  variable: "CLOUDFLARE_API_TOKEN",
  // Two plugins call Cloudflare: the official one, and ours for Pages variables and R2 keys.
  settings: ["cloudflare:apiToken", "parity:cloudflareApiToken"],
  source:
    "dash.cloudflare.com → Manage account → API tokens, with Workers R2 Storage, Pages, DNS and Account API Tokens: edit",
} as const satisfies Credential;

/** Where Cloudflare's API is, and the variable of its own clients that says otherwise. */
export const cloudflareApi = { url: "https://api.cloudflare.com/client/v4", variable: "CLOUDFLARE_BASE_URL" } as const;

export const cloudflareService = {
  vendor: "Cloudflare",
  statusPage: "https://www.cloudflarestatus.com",
  addresses: [cloudflareApi.variable],
} as const satisfies Service;
