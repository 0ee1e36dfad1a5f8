import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { repository } from "../folder.ts";

/** Folder of the Go module that pins the engine. */
export const moduleFolder = join(repository, "tools", "engine");

/** The engine's version, such as `3.276.0`, pinned once for the build, the download and the least one on PATH. */
export function pinnedVersion(): string {
  const version = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(moduleFolder, "go.mod"), "utf8"))?.[1];
  if (!version) throw new Error(`${moduleFolder}/go.mod does not require github.com/pulumi/pulumi/pkg/v3`);
  return version;
}

/** Where the engine of one version is kept for all checkouts of this user, as the XDG base directory specification says. */
export function cacheFolder(version: string, env: NodeJS.ProcessEnv): string {
  const cache = env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return join(cache, "parity", "engine", version);
}

/** The `pulumi` in the cache, or `undefined`. Only finished engines are put there. */
export function cachedCommand(version: string, env: NodeJS.ProcessEnv): string | undefined {
  const command = join(cacheFolder(version, env), "pulumi");
  return existsSync(command) ? command : undefined;
}
