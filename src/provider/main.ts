import packageJson from "../../package.json" with { type: "json" };
import { servePlugin } from "../plugin/server.ts";
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "./clouds.ts";
import { definitions } from "./definitions.ts";

await servePlugin({
  name: "parity",
  version: packageJson.version,
  description: "Fly apps, Neon databases and Cloudflare Pages variables.",
  config: pluginConfig,
  secretConfig,
  environment: configEnvironment,
  resources: definitions,
  connect: connectClouds,
});
