import { z } from "zod";
import type { FlyClient } from "../clouds/fly/client.ts";
import type { NeonClient } from "../clouds/neon/client.ts";
import type { PagesClient } from "../clouds/pages.ts";
import { isWellFormedToken, MALFORMED_TOKEN } from "../clouds/token-form.ts";
import { resolveConfig } from "../plugin/provider-config.ts";

/** The clouds that definitions call. Each client is loaded at its first use, and refuses to be when it has no token. */
export interface Clouds {
  readonly fly: () => Promise<FlyClient>;
  readonly neon: () => Promise<NeonClient>;
  readonly pages: () => Promise<PagesClient>;
}

/** Settings of the plugin: `pulumi config set [--secret] parity:<name> <value>`. */
export const pluginConfig = z.object({
  flyToken: z.string().optional().describe("Fly token, as `fly tokens create org` prints it."),
  flyFlapsUrl: z.url().default("https://api.machines.dev").describe("Fly's Machines API, without `/v1`."),
  flyApiUrl: z.url().default("https://api.fly.io").describe("Host of Fly's GraphQL API."),
  neonApiKey: z.string().optional().describe("Neon API key (https://neon.com/docs/manage/api-keys)."),
  neonBaseUrl: z.url().default("https://console.neon.tech/api/v2").describe("Neon's API, with `/api/v2`."),
  cloudflareApiToken: z.string().optional().describe("Cloudflare token with the permission Pages Write."),
  cloudflareBaseUrl: z
    .url()
    .default("https://api.cloudflare.com/client/v4")
    .describe("Cloudflare's API, with `/client/v4`."),
});

export type PluginConfig = z.infer<typeof pluginConfig>;

export const secretConfig = ["flyToken", "neonApiKey", "cloudflareApiToken"] as const;

/** Variables that stand in for settings: those that the vendors' own tools read, so that their set-up is ours. */
export const configEnvironment = {
  flyToken: ["FLY_ACCESS_TOKEN", "FLY_API_TOKEN"],
  flyFlapsUrl: ["FLY_FLAPS_BASE_URL"],
  flyApiUrl: ["FLY_API_BASE_URL"],
  neonApiKey: ["NEON_API_KEY"],
  neonBaseUrl: ["NEON_API_HOST"],
  cloudflareApiToken: ["CLOUDFLARE_API_TOKEN"],
  cloudflareBaseUrl: ["CLOUDFLARE_BASE_URL"],
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
      const token = requireToken("Fly", "flyToken", config);
      const { createFlyClient } = await import("../clouds/fly/client.ts");
      return createFlyClient({ token, flapsUrl: config.flyFlapsUrl, apiUrl: config.flyApiUrl, signal });
    }),
    neon: once(async () => {
      const apiKey = requireToken("Neon", "neonApiKey", config);
      const { createNeonClient } = await import("../clouds/neon/client.ts");
      return createNeonClient({ apiKey, baseUrl: config.neonBaseUrl }).until(signal);
    }),
    pages: once(async () => {
      const token = requireToken("Cloudflare", "cloudflareApiToken", config);
      const { createPagesClient } = await import("../clouds/pages.ts");
      return createPagesClient({ token, baseUrl: config.cloudflareBaseUrl, signal });
    }),
  };
}

function requireToken(vendor: string, setting: (typeof secretConfig)[number], config: PluginConfig): string {
  const token = config[setting]?.trim();
  if (token && isWellFormedToken(token)) return token;
  if (token) {
    throw new Error(
      `${vendor} cannot be called: its token ${MALFORMED_TOKEN}.\n` +
        `  Fix: set ${configEnvironment[setting].join(" or ")}, or parity:${setting} in the config, again, in one line`,
    );
  }
  throw new Error(
    `${vendor} cannot be called: it lets nobody in without a token, and none is set.\n` +
      `  Fix: set ${configEnvironment[setting][0]}, or run: pulumi config set --secret parity:${setting} <token>`,
  );
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
