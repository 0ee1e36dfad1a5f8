import type { CloudflareState } from "../../../sandbox/clouds/cloudflare/entities.ts";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { createCloudflareClient } from "../../../src/clouds/cloudflare/client.ts";
import { account, type StartedCloud, startCloud, tokens } from "../../stage/clouds.ts";

export { account };

/** Cloudflare's API on 127.0.0.1 until the test is over, with an account that has nothing, and a client of it. */
export async function emulateCloudflare() {
  const cloud: StartedCloud<CloudflareState> = await startCloud(cloudflareCloud);
  const baseUrl = `${cloud.url}/client/v4`;
  return {
    cloud,
    client: createCloudflareClient({ token: tokens.cloudflare, baseUrl }),
    /** What anybody else does with the account. */
    async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<void> {
      const response = await fetch(`${baseUrl}/accounts/${account}${path}`, {
        method,
        headers: { authorization: `Bearer ${tokens.cloudflare}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    },
  };
}
