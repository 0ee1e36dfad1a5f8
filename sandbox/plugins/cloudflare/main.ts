import { servePlugin } from "../../../src/plugin/server.ts";
import { cloudflarePlugin } from "./plugin.ts";

await servePlugin(cloudflarePlugin);
