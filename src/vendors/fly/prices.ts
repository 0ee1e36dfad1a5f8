import { HOURS_PER_MONTH } from "../price.ts";

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
  /** A volume, for each GB that it was made with, mounted or not. Its snapshots are billed beside it, by what is in them. */
  volumeGb: 0.15,
  dedicatedIpv4: 2,
  /** One host name. An organization's first ten are free. */
  certificate: 0.1,
  postgres: { basic: 38, starter: 72, launch: 282, scale: 962, Performance: 1922 },
  postgresGb: 0.28,
} as const;

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
  const base = perSecond * (HOURS_PER_MONTH * 3600);
  return { low: base * Math.min(...factors), high: base * Math.max(...factors) };
}
