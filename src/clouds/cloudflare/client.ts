import { cloudflareService } from "../../vendors/cloudflare/api-token.ts";
import { JsonApi } from "../call/json-api.ts";
import { CloudflareAccountTokens } from "./account-tokens.ts";
import { CloudflareBuckets } from "./buckets.ts";
import { cloudflareCallLimits } from "./call-limits.ts";
import { cloudflareDialect } from "./dialect.ts";
import { CloudflareInventory } from "./inventory.ts";
import { CloudflareOwnToken } from "./own-token.ts";
import { CloudflarePages } from "./pages.ts";
import { CloudflarePagesProjects } from "./pages-projects.ts";

export interface CloudflareClientOptions {
  readonly token: string;
  /** With `/client/v4`; a trailing slash does no harm. */
  readonly baseUrl: string;
  /** Ends whatever the client is doing. */
  readonly signal?: AbortSignal | undefined;
}

export interface CloudflareClient {
  readonly pages: CloudflarePages;
  readonly projects: CloudflarePagesProjects;
  readonly accountTokens: CloudflareAccountTokens;
  readonly buckets: CloudflareBuckets;
  readonly inventory: CloudflareInventory;
  readonly ownToken: CloudflareOwnToken;
}

/** A client of Cloudflare's API. Constructing it makes no request; every method throws a CloudError when Cloudflare refuses or is silent. */
export function createCloudflareClient({ token, baseUrl, signal }: CloudflareClientOptions): CloudflareClient {
  const host = { service: cloudflareService, dialect: cloudflareDialect, url: baseUrl, signal };
  const api = new JsonApi({ ...host, authorization: `Bearer ${token}`, limits: cloudflareCallLimits });
  return {
    pages: new CloudflarePages(api),
    projects: new CloudflarePagesProjects(api),
    accountTokens: new CloudflareAccountTokens(api),
    buckets: new CloudflareBuckets(api),
    inventory: new CloudflareInventory(api),
    ownToken: new CloudflareOwnToken(api),
  };
}
