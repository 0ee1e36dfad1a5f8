import type { FlyOperation } from "../entities.ts";

export interface Region {
  readonly code: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly geoRegion: "africa" | "asia_pacific" | "europe" | "north_america" | "south_america";
  /** Whether Managed Postgres runs there (fly.io/docs/mpg/overview). */
  readonly hasPostgres: boolean;
}

/** Regions that take new machines (fly.io/docs/reference/regions, August 2026). */
export const REGIONS: readonly Region[] = [
  region("ams", "Amsterdam, Netherlands", 52.37, 4.9, "europe", true),
  region("arn", "Stockholm, Sweden", 59.33, 18.07, "europe", false),
  region("bom", "Mumbai, India", 19.08, 72.88, "asia_pacific", false),
  region("cdg", "Paris, France", 48.86, 2.35, "europe", false),
  region("dfw", "Dallas, Texas (US)", 32.78, -96.8, "north_america", false),
  region("ewr", "Secaucus, NJ (US)", 40.79, -74.06, "north_america", false),
  region("fra", "Frankfurt, Germany", 50.11, 8.68, "europe", true),
  region("gru", "Sao Paulo, Brazil", -23.55, -46.63, "south_america", true),
  region("iad", "Ashburn, Virginia (US)", 39.02, -77.46, "north_america", true),
  region("jnb", "Johannesburg, South Africa", -26.2, 28.05, "africa", false),
  region("lax", "Los Angeles, California (US)", 34.05, -118.24, "north_america", true),
  region("lhr", "London, United Kingdom", 51.51, -0.13, "europe", true),
  region("nrt", "Tokyo, Japan", 35.68, 139.69, "asia_pacific", true),
  region("ord", "Chicago, Illinois (US)", 41.88, -87.63, "north_america", true),
  region("sin", "Singapore, Singapore", 1.35, 103.82, "asia_pacific", true),
  region("sjc", "San Jose, California (US)", 37.34, -121.89, "north_america", true),
  region("syd", "Sydney, Australia", -33.87, 151.21, "asia_pacific", true),
  region("yyz", "Toronto, Canada", 43.65, -79.38, "north_america", true),
];

/** Where a machine goes that names no region. */
export const NEAREST_REGION = "iad";

/** Capitalised, unlike in the API description: the keys of the live answer and of fly-go's struct tags. */
export const regions: FlyOperation = {
  name: "fly.listRegions",
  method: "GET",
  path: "/v1/platform/regions",
  authenticated: false,
  handle: () => ({ status: 200, body: { Regions: REGIONS.map(describeRegion), Nearest: NEAREST_REGION } }),
};

function describeRegion({ code, name, latitude, longitude, geoRegion, hasPostgres }: Region) {
  return {
    code,
    name,
    latitude,
    longitude,
    gateway_available: true,
    requires_paid_plan: false,
    deprecated: false,
    capacity: 1000,
    geo_region: geoRegion,
    mpg_available: hasPostgres,
  };
}

function region(
  code: string,
  name: string,
  latitude: number,
  longitude: number,
  geoRegion: Region["geoRegion"],
  hasPostgres: boolean,
): Region {
  return { code, name, latitude, longitude, geoRegion, hasPostgres };
}
