import { defineCall } from "../call.ts";
import { Refusal } from "../errors.ts";

/** Where projects can be made. Source: neon.com/docs/introduction/regions; Azure ended in August 2026. */
const regions = [
  { region_id: "aws-us-east-1", name: "AWS US East 1 (N. Virginia)", geo_lat: "38.13", geo_long: "-78.45" },
  { region_id: "aws-us-east-2", name: "AWS US East 2 (Ohio)", geo_lat: "39.96", geo_long: "-83.00" },
  { region_id: "aws-us-west-2", name: "AWS US West 2 (Oregon)", geo_lat: "46.15", geo_long: "-123.88" },
  { region_id: "aws-eu-central-1", name: "AWS Europe Central 1 (Frankfurt)", geo_lat: "50.00", geo_long: "8.00" },
  { region_id: "aws-eu-west-2", name: "AWS Europe West 2 (London)", geo_lat: "51.50", geo_long: "-0.12" },
  { region_id: "aws-ap-southeast-1", name: "AWS Asia Pacific 1 (Singapore)", geo_lat: "1.37", geo_long: "103.80" },
  { region_id: "aws-ap-southeast-2", name: "AWS Asia Pacific 2 (Sydney)", geo_lat: "-33.87", geo_long: "151.21" },
  { region_id: "aws-sa-east-1", name: "AWS South America East 1 (São Paulo)", geo_lat: "-23.55", geo_long: "-46.63" },
];

const defaultRegionId = "aws-us-east-2";

/** The region of a new project, and the host its computes stand under. Throws when Neon has no such region. */
export function findRegion(id = defaultRegionId): { readonly id: string; readonly proxyHost: string } {
  // guess: the status and the text
  if (!regions.some(({ region_id }) => region_id === id)) throw new Refusal(422, `region not found; region_id:"${id}"`);
  return { id, proxyHost: `c-2.${id.replace("aws-", "")}.aws.neon.tech` };
}

export const regionCalls = [
  defineCall("listRegions", "GET", "/regions", () => ({
    status: 200,
    body: { regions: regions.map((region) => ({ ...region, default: region.region_id === defaultRegionId })) },
  })),
];
