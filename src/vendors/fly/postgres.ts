import { Problem } from "../../problem/problem.ts";

/** Regions of Managed Postgres (fly.io/docs/mpg/overview). */
export const FLY_POSTGRES_REGIONS: readonly string[] = "ams fra gru iad lax lhr nrt ord sin sjc syd yyz".split(" ");

export function flyPostgresRegionProblem(region: string): Problem | undefined {
  if (FLY_POSTGRES_REGIONS.includes(region)) return undefined;
  return new Problem({
    code: "fly-postgres-region",
    what: `"${region}" is not a region of Fly Managed Postgres.`,
    why: "Clusters run in fewer regions than machines (flyctl, internal/command/mpg).",
    fix: `write "region:" with one of ${FLY_POSTGRES_REGIONS.join(", ")}`,
  });
}

export function flyPostgresVersionProblem(version: number): Problem | undefined {
  if (version === 16 || version === 17) return undefined;
  return new Problem({
    code: "fly-postgres-version",
    what: `Postgres ${version} is not offered by Fly Managed Postgres.`,
    fix: "write 16 or 17",
  });
}
