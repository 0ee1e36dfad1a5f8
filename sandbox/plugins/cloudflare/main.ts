import { servePlugin } from "../../../src/provider/server.ts";
import { cloudflarePlugin } from "./plugin.ts";

await servePlugin(cloudflarePlugin);
