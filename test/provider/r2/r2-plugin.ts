import { onTestFinished } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { createCloudflareClient } from "../../../src/clouds/cloudflare/client.ts";
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "../../../src/provider/clouds.ts";
import { credentialsDefinition } from "../../../src/provider/r2/credentials.ts";
import { startPlugin } from "../../plugin/harness.ts";
import { account, startCloud, tokens } from "../../stage/clouds.ts";

/** An emulated Cloudflare without tokens, and the plugin with the R2 credentials in front of it. Ends with the test. */
export async function startR2() {
  const cloud = await startCloud(cloudflareCloud);
  const baseUrl = `${cloud.url}/client/v4`;
  const plugin = await startPlugin({
    ...{ name: "parity", version: "0.0.0", config: pluginConfig, secretConfig, environment: configEnvironment },
    resources: [credentialsDefinition],
    connect: connectClouds,
  });
  await plugin.configure({ cloudflareApiToken: tokens.cloudflare, cloudflareBaseUrl: baseUrl });
  onTestFinished(() => plugin.close());
  const { accountTokens } = createCloudflareClient({ token: tokens.cloudflare, baseUrl });
  return {
    ...cloud,
    plugin,
    /** Cloudflare's tokens past the plugin, as somebody else has them. */
    client: accountTokens,
    live: () => Object.values(cloud.state.tokens).filter(({ owner }) => owner === account),
    idsByName: () => Object.values(cloud.state.tokens).map(({ id, settings }) => [settings["name"], id]),
  };
}
