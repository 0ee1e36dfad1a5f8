import * as z from "zod";
import type { JsonApi } from "../call/json-api.ts";

export interface FlyRegion {
  readonly code: string;
  readonly name: string;
  readonly deprecated: boolean;
  /** Whether Managed Postgres is offered there. */
  readonly hasPostgres: boolean;
}

const regions = z.array(
  z.object({
    code: z.string(),
    name: z.string(),
    deprecated: z.boolean().optional(),
    mpg_available: z.boolean().optional(),
  }),
);

/** https://docs.machines.dev, "Platform". Needs no token. */
export class FlyRegions {
  constructor(private readonly http: JsonApi) {}

  async list(): Promise<readonly FlyRegion[]> {
    // The OpenAPI document writes `regions`, the API answers `Regions` (fly-go's struct tags agree with the API).
    const answer = await this.http.request({
      action: "list the regions",
      method: "GET",
      path: "/v1/platform/regions",
      answer: z.union([z.object({ Regions: regions }), z.object({ regions })]),
    });
    const all = "Regions" in answer ? answer.Regions : answer.regions;
    return all.map(({ code, name, deprecated, mpg_available }) => ({
      code,
      name,
      deprecated: deprecated ?? false,
      hasPostgres: mpg_available ?? false,
    }));
  }
}
