import { z } from "zod";
import type { CloudflareClient } from "../clouds/cloudflare/client.ts";
import type { FlyClient } from "../clouds/fly/client.ts";
import type { NeonClient } from "../clouds/neon/client.ts";
import { resolveConfig } from "../plugin/provider-config.ts";
import { cloudflareApi, cloudflareCredential } from "../vendors/cloudflare/api-token.ts";
import { requireToken } from "../vendors/credential.ts";
import { flyHosts } from "../vendors/fly/hosts.ts";
import { flyCredential } from "../vendors/fly/token.ts";
import { neonApi, neonCredential } from "../vendors/neon/api-key.ts";

/** The clouds that definitions call. Each client is loaded at its first use, and refuses to be when it has no token. */
export interface Clouds {
  readonly fly: () => Promise<FlyClient>;
  readonly neon: () => Promise<NeonClient>;
  readonly cloudflare: () => Promise<CloudflareClient>;
}

/** Settings of the plugin: `pulumi config set [--secret] parity:<name> <value>`. */
export const pluginConfig = z.object({
  flyToken: z.string().optional().describe("Fly token, as `fly tokens create org` prints it."),
  flyFlapsUrl: z.url().default(flyHosts.machines.url).describe("Fly's Machines API, without `/v1`."),
  flyApiUrl: z.url().default(flyHosts.graphql.url).describe("Host of Fly's GraphQL API."),
  neonApiKey: z.string().optional().describe("Neon API key (https://neon.com/docs/manage/api-keys)."),
  neonBaseUrl: z.url().default(neonApi.url).describe("Neon's API, with `/api/v2`."),
  cloudflareApiToken: z
    .string()
    .optional()
    .describe("Cloudflare token with the permissions Pages Write and Account API Tokens Write."),
  cloudflareBaseUrl: z.url().default(cloudflareApi.url).describe("Cloudflare's API, with `/client/v4`."),
});

export type PluginConfig = z.infer<typeof pluginConfig>;

export const secretConfig = ["flyToken", "neonApiKey", "cloudflareApiToken"] as const;

/** The official plugin has its own setting for the same token. */
const ownCloudflareCredential = { ...cloudflareCredential, settings: ["parity:cloudflareApiToken"] };

/** Variables that stand in for settings: those that the vendors' own tools read, so that their set-up is ours. */
export const configEnvironment = {
  flyToken: flyCredential.variables,
  flyFlapsUrl: [flyHosts.machines.variable],
  flyApiUrl: [flyHosts.graphql.variable],
  neonApiKey: neonCredential.variables,
  neonBaseUrl: [neonApi.variable],
  cloudflareApiToken: cloudflareCredential.variables,
  cloudflareBaseUrl: [cloudflareApi.variable],
} as const;

/** The clouds with the tokens and addresses of an environment, as the plugin takes them; connected at the first call. */
export function connectFromEnvironment(env: NodeJS.ProcessEnv, signal: AbortSignal): Clouds {
  return connectClouds(
    resolveConfig({ name: "parity", config: pluginConfig, environment: configEnvironment }, {}, env),
    signal,
  );
}

/** Clients for these settings. Nothing is loaded or called yet. `signal` ends whatever they are doing. */
export function connectClouds(config: PluginConfig, signal: AbortSignal): Clouds {
  return {
    fly: once(async () => {
      const token = requireToken(flyCredential, config.flyToken);
      const { createFlyClient } = await import("../clouds/fly/client.ts");
      return createFlyClient({ token, flapsUrl: config.flyFlapsUrl, apiUrl: config.flyApiUrl, signal });
    }),
    neon: once(async () => {
      const apiKey = requireToken(neonCredential, config.neonApiKey);
      const { createNeonClient } = await import("../clouds/neon/client.ts");
      return createNeonClient({ apiKey, baseUrl: config.neonBaseUrl }).until(signal);
    }),
    cloudflare: once(async () => {
      const token = requireToken(ownCloudflareCredential, config.cloudflareApiToken);
      const { createCloudflareClient } = await import("../clouds/cloudflare/client.ts");
      return createCloudflareClient({ token, baseUrl: config.cloudflareBaseUrl, signal });
    }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
