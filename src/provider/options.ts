import packageJson from "../../package.json" with { type: "json" };
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "./clouds.ts";
import { definitions } from "./definitions.ts";

/** The parity plugin: what `bin/pulumi-resource-parity` serves. */
export const pluginOptions = {
  name: "parity",
  version: packageJson.version,
  description: "Fly apps, Neon databases and Cloudflare Pages variables.",
  publication: {
    displayName: "parity",
    keywords: packageJson.keywords,
    license: packageJson.license,
    // SDKs have the plugin's version, so that a program asks for the plugin that its SDK was made from.
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { respectSchemaVersion: true, generateResourceContainerTypes: true },
      csharp: { respectSchemaVersion: true },
    },
  },
  config: pluginConfig,
  secretConfig,
  environment: configEnvironment,
  resources: definitions,
  connect: connectClouds,
};
