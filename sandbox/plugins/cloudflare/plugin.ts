import packageJson from "@pulumi/cloudflare/package.json" with { type: "json" };
import { z } from "zod";
import type { PluginOptions } from "../../../src/plugin/server.ts";
import { requireLoopback } from "../core/loopback.ts";
import { accountToken } from "./account-token.ts";
import { CloudflareClient } from "./client.ts";
import { dnsRecord } from "./dns-record.ts";
import { pagesDomain } from "./pages-domain.ts";
import { pagesProject } from "./pages-project.ts";
import { r2Bucket } from "./r2-bucket.ts";
import { r2BucketCors } from "./r2-bucket-cors.ts";
import { r2BucketLifecycle } from "./r2-bucket-lifecycle.ts";
import { r2CustomDomain } from "./r2-custom-domain.ts";
import { r2ManagedDomain } from "./r2-managed-domain.ts";

const config = z.object({
  apiToken: z
    .string()
    .regex(/^[0-9A-Za-z_-]{40,80}$/, "is not a Cloudflare API token: 40 to 80 letters, digits, - and _.")
    .optional()
    .describe("API token. Default: CLOUDFLARE_API_TOKEN, whose form is not checked."),
  baseUrl: z
    .string()
    .regex(/\/client\/v4\/?$/, "has to end in /client/v4.")
    .optional()
    .describe("Where the API is served: the sandbox's address and /client/v4."),
});

/** The resources of the cloudflare plugin that the program uses, against the sandbox's Cloudflare. */
export const cloudflarePlugin: PluginOptions<typeof config, CloudflareClient> = {
  name: "cloudflare",
  version: packageJson.version,
  description: "The sandbox's stub for the Cloudflare plugin.",
  config,
  secretConfig: ["apiToken"],
  environment: { baseUrl: ["CLOUDFLARE_BASE_URL"] },
  resources: [
    accountToken,
    dnsRecord,
    pagesDomain,
    pagesProject,
    r2Bucket,
    r2BucketCors,
    r2BucketLifecycle,
    r2CustomDomain,
    r2ManagedDomain,
  ],
  connect: ({ apiToken, baseUrl }, _, environment) =>
    new CloudflareClient({
      apiToken: apiToken ?? environment["CLOUDFLARE_API_TOKEN"],
      baseUrl: requireLoopback(baseUrl, { name: "Cloudflare", variable: "CLOUDFLARE_BASE_URL" }),
    }),
};
