import type { FlyClient } from "../../clouds/fly/client.ts";
import { configEnvironment, connectClouds, pluginConfig } from "../../provider/clouds.ts";
import { resolveConfig } from "../../provider/provider-config.ts";

/** Fly with the token and the address of the environment, as the plugin takes them; connected at the first call. */
export function connectFly(env: NodeJS.ProcessEnv, signal: AbortSignal): () => Promise<FlyClient> {
  const definition = { name: "parity", config: pluginConfig, environment: configEnvironment };
  return connectClouds(resolveConfig(definition, {}, env), signal).fly;
}
