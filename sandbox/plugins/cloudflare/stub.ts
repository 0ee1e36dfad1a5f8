import { Session } from "../../../src/plugin/session.ts";
import { createBridgedService } from "../core/bridge.ts";
import type { Stub } from "../core/stub.ts";
import { cloudflareBridge } from "./bridged.ts";
import { cloudflarePlugin } from "./plugin.ts";

/** The cloudflare plugin as if it had been started with these variables. */
export function create(environment: NodeJS.ProcessEnv): Stub {
  const session = new Session(cloudflarePlugin, environment);
  return { service: createBridgedService(session, cloudflareBridge), session };
}
