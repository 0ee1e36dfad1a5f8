import { launch } from "../../../src/plugin/launch.ts";
import { Session } from "../../../src/plugin/session.ts";
import { createBridgedService } from "../core/bridge.ts";
import { cloudflareBridge } from "./bridged.ts";
import { cloudflarePlugin } from "./plugin.ts";

const session = new Session(cloudflarePlugin);
await launch(createBridgedService(session, cloudflareBridge), session);
