/** Standard storage. An account's first 10 GB are free; how many of them other things take is not known here. */
export const r2Prices = {
  source: { page: "developers.cloudflare.com/r2/pricing", date: "2026-08-03" },
  storageGb: 0.015,
} as const;

/** Requests to static files are free and unlimited. */
export const pagesPrices = {
  source: { page: "developers.cloudflare.com/pages/functions/pricing", date: "2026-11-21" },
} as const;
