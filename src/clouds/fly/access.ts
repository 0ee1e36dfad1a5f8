import * as z from "zod";
import type { JsonApi } from "../call/json-api.ts";

/** `main.tokenInfo` of Fly's OpenAPI document, as far as it is read. */
const reach = z.object({
  org_slug: z.string(),
  /** Names of the apps that it is for alone; of a token for the whole organization it is empty. */
  apps: z.array(z.string()).nullish(),
  restricted_to_machine: z.string().nullish(),
});

/** What a token is good for in one organization. */
export interface FlyReach {
  readonly organization: string;
  /** Names of apps. Empty: all of the organization. */
  readonly apps: readonly string[];
  /** The machine that alone may use it. */
  readonly machine: string | undefined;
}

/** What the client's own token is good for. Its end is not told. */
export class FlyAccess {
  private readonly http: JsonApi;

  constructor(http: JsonApi) {
    this.http = http;
  }

  /** One entry for each organization, or for each token where several were given. */
  async read(): Promise<FlyReach[]> {
    const { tokens } = await this.http.request({
      action: "read what the token is good for",
      method: "GET",
      path: "/v1/tokens/current",
      answer: z.object({ tokens: z.array(reach).nullable() }),
    });
    return (tokens ?? []).map(({ org_slug, apps, restricted_to_machine }) => ({
      organization: org_slug,
      apps: apps ?? [],
      machine: restricted_to_machine || undefined,
    }));
  }
}
