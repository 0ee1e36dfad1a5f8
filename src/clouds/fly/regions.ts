import type { JsonApi } from "../call/json-api.ts";

export interface FlyRegion {
  readonly code: string;
  readonly name: string;
  readonly deprecated: boolean;
  /** Whether Managed Postgres is offered there. */
  readonly hasPostgres: boolean;
}

interface WireRegion {
  readonly code: string;
  readonly name: string;
  readonly deprecated?: boolean;
  readonly mpg_available?: boolean;
}

/** https://docs.machines.dev, "Platform". Needs no token. */
export class FlyRegions {
  constructor(private readonly http: JsonApi) {}

  async list(): Promise<readonly FlyRegion[]> {
    // The OpenAPI document writes `regions`, the API answers `Regions` (fly-go's struct tags agree with the API).
    const answer = await this.http.request<{ Regions?: WireRegion[]; regions?: WireRegion[] }>({
      action: "list the regions",
      method: "GET",
      path: "/v1/platform/regions",
    });
    return (answer.Regions ?? answer.regions ?? []).map(({ code, name, deprecated, mpg_available }) => ({
      code,
      name,
      deprecated: deprecated ?? false,
      hasPostgres: mpg_available ?? false,
    }));
  }
}
