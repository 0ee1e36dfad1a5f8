import { Session } from "../../../src/plugin/session.ts";
import { createBridgedService } from "../core/bridge.ts";
import type { Stub } from "../core/stub.ts";
import { githubBridge } from "./bridged.ts";
import { githubPlugin } from "./plugin.ts";

/** The github plugin as if it had been started with these variables. */
export function create(environment: NodeJS.ProcessEnv): Stub {
  const session = new Session(githubPlugin, environment);
  return { service: createBridgedService(session, githubBridge), session };
}
