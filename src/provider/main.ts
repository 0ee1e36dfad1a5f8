import { servePlugin } from "../plugin/server.ts";
import { pluginOptions } from "./options.ts";

await servePlugin(pluginOptions);
