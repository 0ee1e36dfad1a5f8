/** Page that a price was read from, and the day on which it said so. */
export interface PriceSource {
  readonly page: string;
  readonly date: string;
}

/** Prices are public list prices in USD for a month of 30 days, without tax, as Fly's price table counts them. */
const SECONDS_PER_MONTH = 2_592_000;
export const HOURS_PER_MONTH = 720;

/** What a bill depends on and a config does not say. All but the image's size are the upper end of a range. */
export const assumed = { imageGb: 1, bucketGb: 10, databaseGb: 1, postgresDiskGb: 10, neonCompute: 0.25 } as const;

/** Fly machines are priced by CPU second; some memory is included with each CPU, the rest is priced by GB. */
export const flyPrices = {
  source: { page: "docs.fly.io/about/pricing", date: "2026-10-09" },
  cpuSecond: { shared: 0.0000008465, performance: 0.000012732 },
  includedGb: { shared: 0.25, performance: 2 },
  memoryGbSecond: 0.000002316,
  /** Factor on the price in Ashburn (`iad`). */
  regions: new Map<string, number>([
    ["ams", 1.038461538],
    ["arn", 1.038461538],
    ["cdg", 1.134615385],
    ["dfw", 1.25],
    ["ewr", 1],
    ["fra", 1.153846154],
    ["gru", 1.615384615],
    ["iad", 1],
    ["jnb", 1.302884615],
    ["lax", 1.199519231],
    ["lhr", 1.134615385],
    ["nrt", 1.307692308],
    ["ord", 1.25],
    ["sin", 1.269230769],
    ["sjc", 1.192307692],
    ["syd", 1.269230769],
    ["yyz", 1.115384615],
  ]),
  /** A stopped or suspended machine, for each GB of its image. */
  stoppedGb: 0.15,
  dedicatedIpv4: 2,
  /** One host name. An organization's first ten are free. */
  certificate: 0.1,
  postgres: { basic: 38, starter: 72, launch: 282, scale: 962, Performance: 1922 },
  postgresGb: 0.28,
} as const;

/** Paid plans have no monthly fee. A plan that the config does not name is counted as the dearer of free and launch. */
export const neonPrices = {
  source: { page: "neon.com/docs/introduction/plans", date: "2026-11-12" },
  computeHour: { launch: 0.106, scale: 0.222 },
  storageGb: 0.35,
} as const;

/** Standard storage. An account's first 10 GB are free; how many of them other things take is not known here. */
export const r2Prices = {
  source: { page: "developers.cloudflare.com/r2/pricing", date: "2026-08-03" },
  storageGb: 0.015,
} as const;

/** Requests to static files are free and unlimited. */
export const pagesPrices = {
  source: { page: "developers.cloudflare.com/pages/functions/pricing", date: "2026-11-21" },
} as const;

/** Day of the oldest price: what an estimate may call itself. */
export const [PRICES_OF = ""] = [flyPrices, neonPrices, r2Prices, pagesPrices].map(({ source }) => source.date).sort();

/**
 * A Fly machine that runs all month, in USD. `memoryMb` defaults to what the preset includes. For a region without a
 * listed factor the answer is the cheapest and the dearest region's price.
 */
export function priceMachine(
  preset: string,
  memoryMb: number | undefined,
  region: string,
): { readonly low: number; readonly high: number } {
  const kind = preset.startsWith("performance") ? "performance" : "shared";
  const cpus = Number(/-(\d+)x$/.exec(preset)?.[1]);
  const includedGb = cpus * flyPrices.includedGb[kind];
  const extraGb = memoryMb === undefined ? 0 : memoryMb / 1024 - includedGb;
  const perSecond = cpus * flyPrices.cpuSecond[kind] + extraGb * flyPrices.memoryGbSecond;
  const listed = flyPrices.regions.get(region);
  const factors = listed === undefined ? [...flyPrices.regions.values()] : [listed];
  const base = perSecond * SECONDS_PER_MONTH;
  return { low: base * Math.min(...factors), high: base * Math.max(...factors) };
}
