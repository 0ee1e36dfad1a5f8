import type { FlyClient } from "../../clouds/fly/client.ts";
import { connectFromEnvironment } from "../../provider/clouds.ts";

/** Fly with the token and the address of the environment, as the plugin takes them; connected at the first call. */
export function connectFly(env: NodeJS.ProcessEnv, signal: AbortSignal): () => Promise<FlyClient> {
  return connectFromEnvironment(env, signal).fly;
}
