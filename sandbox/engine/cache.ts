import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { repository } from "../folder.ts";

/** What the engine runs a program in Node.js with. */
export const LANGUAGE_HOST = "pulumi-language-nodejs";

/** Folder of the Go module that pins the engine, with the language host that is built with it. */
export const moduleFolder = join(repository, "tools", "engine");

/** The engine's version, such as `3.276.0`, pinned once for the build, the download and the least one on PATH. */
export function pinnedVersion(): string {
  const version = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(moduleFolder, "go.mod"), "utf8"))?.[1];
  if (!version) throw new Error(`${moduleFolder}/go.mod does not require github.com/pulumi/pulumi/pkg/v3`);
  return version;
}

/**
 * Where the engine of one version is kept for all checkouts of this user that have the same sources of its language host, as the XDG base
 * directory specification says.
 */
export function cacheFolder(version: string, env: NodeJS.ProcessEnv): string {
  const cache = env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return join(cache, "parity", "engine", `${version}-${digestHost()}`);
}

function digestHost(): string {
  const folder = join(moduleFolder, LANGUAGE_HOST);
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 8);
}

/** The `pulumi` in the cache, or `undefined`. Only finished engines are put there. */
export function cachedCommand(version: string, env: NodeJS.ProcessEnv): string | undefined {
  const folder = cacheFolder(version, env);
  return ["pulumi", LANGUAGE_HOST].every((name) => existsSync(join(folder, name))) ? join(folder, "pulumi") : undefined;
}
