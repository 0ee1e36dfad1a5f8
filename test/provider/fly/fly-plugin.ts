import { onTestFinished } from "vitest";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { createFlyClient, type FlyClient } from "../../../src/clouds/fly/client.ts";
import type { AnyDefinition } from "../../../src/plugin/resource.ts";
import { type Clouds, configEnvironment, connectClouds, pluginConfig } from "../../../src/provider/clouds.ts";
import { startPlugin, type TestPlugin } from "../../plugin/harness.ts";
import { type StartedCloud, startCloud, tokens } from "../../stage/clouds.ts";

const TOKEN = tokens.fly;

export interface FlyStand {
  readonly plugin: TestPlugin;
  /** Names of the calls that Fly saw since the last look, those that change something only. */
  readonly takeWrites: () => string[];
  /** All calls that Fly saw since the last look. */
  readonly takeCalls: StartedCloud["takeEntries"];
  /** Makes the next calls of an operation go wrong. */
  readonly fail: StartedCloud["fail"];
  /** Calls Fly as somebody else does, past the plugin. Answers the parsed body. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** A client of the same Fly, past the plugin. */
  readonly client: FlyClient;
  readonly state: ReturnType<typeof flyCloud.empty>;
}

/** An emulated Fly with nothing in it, and the plugin with these definitions in front of it. Ends with the test. */
export async function startFly(...definitions: AnyDefinition<Clouds>[]): Promise<FlyStand> {
  const cloud = await startCloud(flyCloud);
  const { url } = cloud;
  const plugin = await startPlugin({
    name: "parity",
    version: "0.0.0",
    config: pluginConfig,
    environment: configEnvironment,
    resources: definitions,
    connect: connectClouds,
  });
  await plugin.configure({ flyToken: TOKEN, flyFlapsUrl: url, flyApiUrl: url });
  onTestFinished(() => plugin.close());
  return {
    plugin,
    state: cloud.state,
    client: createFlyClient({ token: TOKEN, flapsUrl: url, apiUrl: url }),
    takeCalls: cloud.takeEntries,
    takeWrites: () =>
      cloud
        .takeEntries()
        .filter(({ method, path }) => method !== "GET" && path !== "/graphql")
        .map(({ operation }) => operation),
    fail: cloud.fail,
    call: async (method, path, body) => {
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}
