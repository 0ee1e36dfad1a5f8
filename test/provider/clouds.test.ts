import { describe, expect, it } from "vitest";
import { connectClouds, pluginConfig } from "../../src/provider/clouds.ts";

describe("the clouds of the plugin", () => {
  const clouds = connectClouds(pluginConfig.parse({}), new AbortController().signal);

  it.each([
    ["fly", "Fly API token", "FLY_API_TOKEN", "flyToken"],
    ["neon", "Neon API key", "NEON_API_KEY", "neonApiKey"],
    ["cloudflare", "Cloudflare API token", "CLOUDFLARE_API_TOKEN", "cloudflareApiToken"],
  ] as const)("%s cannot be called without a token, and says which", async (cloud, token, variable, setting) => {
    const failure = await clouds[cloud]().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "missing-credential",
      what: `No ${token} is set.`,
      fix: expect.stringContaining(`set ${variable}, or parity:${setting} in the config; make one at: `),
      // The plugin knows no stack, and a line without one may hit another's.
      commands: [],
    });
  });

  it.each([
    ["fly", "Fly API token", "FLY_ACCESS_TOKEN or FLY_API_TOKEN", "flyToken"],
    ["neon", "Neon API key", "NEON_API_KEY", "neonApiKey"],
    ["cloudflare", "Cloudflare API token", "CLOUDFLARE_API_TOKEN", "cloudflareApiToken"],
  ] as const)(
    "%s cannot be called with a token of two lines, and does not say it",
    async (cloud, token, from, setting) => {
      const config = pluginConfig.parse({ [setting]: "canary\ncanary" });
      await expect(connectClouds(config, new AbortController().signal)[cloud]()).rejects.toThrow(
        `The ${token} holds a line break or another character that no token has.\n` +
          `  Fix: set ${from}, or parity:${setting} in the config, again, in one line`,
      );
    },
  );

  it("are one client each, however often they are asked for", async () => {
    const config = pluginConfig.parse({ flyToken: "FlyV1 fm2_x", neonApiKey: "key", cloudflareApiToken: "token" });
    const connected = connectClouds(config, new AbortController().signal);
    for (const cloud of ["fly", "neon", "cloudflare"] as const) {
      expect(await connected[cloud]()).toBe(await connected[cloud]());
    }
  });

  it("are the vendors' own unless told otherwise", () => {
    expect(pluginConfig.parse({})).toStrictEqual({
      flyFlapsUrl: "https://api.machines.dev",
      flyApiUrl: "https://api.fly.io",
      neonBaseUrl: "https://console.neon.tech/api/v2",
      cloudflareBaseUrl: "https://api.cloudflare.com/client/v4",
    });
  });
});
