import { launch } from "../../../src/plugin/launch.ts";
import { Session } from "../../../src/plugin/session.ts";
import { createBridgedService } from "../core/bridge.ts";
import { githubBridge } from "./bridged.ts";
import { githubPlugin } from "./plugin.ts";

const session = new Session(githubPlugin);
await launch(createBridgedService(session, githubBridge), session);
