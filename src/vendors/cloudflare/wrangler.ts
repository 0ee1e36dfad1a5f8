/** What wrangler reads: the API token, and the account (developers.cloudflare.com/workers/wrangler/system-environment-variables). */
export const wranglerVariables = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"] as const;
