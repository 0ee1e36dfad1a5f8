import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { digestConfig, unlessUnreadable } from "../../cache/config-digest.ts";
import { resourceFiles } from "../../config/source/resource-files.ts";
import { cloudflareApi, cloudflareCredential } from "../../vendors/cloudflare/api-token.ts";
import { firstSet } from "../../vendors/credential.ts";
import { flyHosts } from "../../vendors/fly/hosts.ts";
import { flyCredential } from "../../vendors/fly/token.ts";
import { githubCredential } from "../../vendors/github/token.ts";
import { neonApi, neonCredential } from "../../vendors/neon/api-key.ts";
import { currentBackend, engineHome, findEngineFile } from "../engine/home.ts";

/** Of these the digest holds whether they are set, and no value. */
const credentials = [flyCredential, neonCredential, cloudflareCredential, githubCredential];
const secret = /PASSPHRASE$|TOKEN|SECRET|PASSWORD|_KEY$/;

const addresses = [
  ...[flyHosts.machines.variable, flyHosts.graphql.variable, neonApi.variable, cloudflareApi.variable],
  ...["GITHUB_BASE_URL", "GITHUB_API_URL", "GITHUB_OWNER"],
];

/** What parity itself is: the program and the plugin that run, as they were built. Each names its parts by what is in them. */
const own = ["program.mjs", "plugin.mjs"];

/**
 * SHA-256 of all that the program of a product's stacks reads, beside the state and the clouds: every file of config, the program and
 * the plugin, the engine and its plugins, Node.js, and the environment. The same digest is the same program on the same config.
 * `undefined` where that is not all: the product has a file of resources of its own, which may read anything; and where a file cannot be read.
 * @param folder with Pulumi.yaml
 * @param built folder of what was built
 */
export function digestInputs(folder: string, env: NodeJS.ProcessEnv, built: string): string | undefined {
  const around = unlessUnreadable(() => surroundingsOf(folder, env));
  return around && digestConfig({ folder, readers: own.map((name) => join(built, name)), more: [around] });
}

function surroundingsOf(folder: string, env: NodeJS.ProcessEnv): object | undefined {
  if (resourceFiles.some((name) => existsSync(join(folder, name)))) return undefined;
  return { engine: engineOf(env), environment: environmentOf(env) };
}

/** The engine that the PATH leads to, and the plugins that it has: their folders are named with their versions. */
function engineOf(env: NodeJS.ProcessEnv): readonly unknown[] {
  const home = engineHome(env);
  const { program, size = 0, mtimeMs = 0 } = findEngineFile(env) ?? {};
  const plugins = existsSync(join(home, "plugins")) ? readdirSync(join(home, "plugins")).sort() : [];
  return [program, size, mtimeMs, plugins.filter(isResourcePlugin), currentBackend(env)];
}

function isResourcePlugin(name: string): boolean {
  return name.startsWith("resource-") && !/\.(lastused|lock)$/.test(name);
}

function environmentOf(env: NodeJS.ProcessEnv): object {
  const names = Object.keys(env).filter((name) => /^(PULUMI|PARITY)_/.test(name) || addresses.includes(name));
  return {
    set: credentials.map(({ variables }) => firstSet(variables, env) !== undefined),
    values: names.sort().map((name) => [name, secret.test(name) ? (env[name] ?? "") !== "" : env[name]]),
  };
}
