import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

/** What parity itself is: the program and the plugin that run, as they were built. */
const own = ["program.mjs", "plugin.mjs"];

/**
 * SHA-256 of all that the program of a product's stacks reads, beside the state and the clouds: every file of config, the program and
 * the plugin, the engine and its plugins, Node.js, and the environment. The same digest is the same program on the same config.
 * `undefined` where that is not all: the product has a file of resources of its own, which may read anything; and where a file cannot be read.
 * @param folder with Pulumi.yaml
 * @param built folder of what was built
 */
export function digestInputs(folder: string, env: NodeJS.ProcessEnv, built: string): string | undefined {
  try {
    return digest(folder, env, built);
  } catch (error) {
    // A file that cannot be read: whoever reads it for its meaning says why.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function digest(folder: string, env: NodeJS.ProcessEnv, built: string): string | undefined {
  const names = readdirSync(folder);
  if (names.some((name) => /^resources\.(ts|mjs|js)$/.test(name))) return undefined;
  const hash = createHash("sha256");
  const add = (name: string, content: string | Buffer) => hash.update(`${name} ${content.length}\n`).update(content);
  for (const name of names.filter((one) => /^Pulumi(\..+)?\.yaml$/.test(one)).sort()) {
    add(name, readFileSync(join(folder, name)));
  }
  // Some that are not read may be meant for a stack's file, which a program says.
  add("names", JSON.stringify(names.filter((name) => /\.(ya?ml|json)$/i.test(name)).sort()));
  for (const name of own) add(name, readFileSync(join(built, name)));
  add("node", process.version);
  add("engine", engineOf(env));
  add("environment", JSON.stringify(environmentOf(env)));
  return hash.digest("hex");
}

/** The engine that the PATH leads to, and the plugins that it has: their folders are named with their versions. */
function engineOf(env: NodeJS.ProcessEnv): string {
  const home = engineHome(env);
  const { program, size = 0, mtimeMs = 0 } = findEngineFile(env) ?? {};
  const plugins = existsSync(join(home, "plugins")) ? readdirSync(join(home, "plugins")).sort() : [];
  return JSON.stringify([program, size, mtimeMs, plugins.filter(isResourcePlugin), currentBackend(env)]);
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
