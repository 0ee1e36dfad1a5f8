import { didYouMean } from "../../problem/did-you-mean.ts";
import { Problem } from "../../problem/problem.ts";

/** Regions that accept new machines (fly.io/docs/reference/regions, August 2026). */
export const FLY_REGIONS: readonly string[] = [
  ..."ams arn bom cdg dfw ewr fra gru iad jnb lax lhr nrt ord sin sjc syd yyz".split(" "),
];

/** Closed regions, each with the one that `fly launch` uses in its place (flyctl internal/command/launch/plan_builder.go). */
export const FLY_RETIRED_REGIONS: Readonly<Record<string, string>> = {
  ...replacedBy("dfw", "atl den mia gdl qro"),
  ...replacedBy("gru", "bog gig scl eze"),
  bos: "ewr",
  phx: "lax",
  sea: "sjc",
  yul: "yyz",
  waw: "ams",
  mad: "cdg",
  otp: "fra",
  hkg: "sin",
};

function replacedBy(region: string, retired: string): Record<string, string> {
  return Object.fromEntries(retired.split(" ").map((code) => [code, region]));
}

export function flyRegionProblem(region: string): Problem | undefined {
  if (FLY_REGIONS.includes(region)) return undefined;
  const retired = FLY_RETIRED_REGIONS[region];
  const near = retired ?? didYouMean(region, FLY_REGIONS);
  return new Problem({
    code: "fly-region",
    what: `"${region}" is ${retired ? "a region Fly has closed" : "not a region of Fly"}.`,
    why: "fly.io/docs/reference/regions, August 2026.",
    fix: near ? `write "${near}"` : `write one of ${FLY_REGIONS.join(", ")}`,
  });
}
