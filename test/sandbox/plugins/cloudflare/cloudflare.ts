import { cloudflareCloud } from "../../../../sandbox/clouds/cloudflare/index.ts";
import { cloudflarePlugin } from "../../../../sandbox/plugins/cloudflare/plugin.ts";
import { startCloud, startStub, tokens } from "../stub.ts";

/** The stub and an empty Cloudflare. */
export async function startCloudflare() {
  const cloud = await startCloud(cloudflareCloud);
  const settings = { apiToken: tokens.cloudflare, baseUrl: `${cloud.url}/client/v4` };
  return { cloud, plugin: await startStub(cloudflarePlugin, settings) };
}
