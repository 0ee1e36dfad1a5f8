import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolderLock } from "../../tools/folder-lock.mjs";
import { SandboxError } from "../sandbox-error.ts";
import { buildEngine } from "./build.ts";
import { cachedCommand, cacheFolder, LANGUAGE_HOST, pinnedVersion } from "./cache.ts";
import { downloadEngine } from "./download.ts";
import { findOnPath, isAtLeast, readVersion } from "./executable.ts";
import type { Surroundings } from "./surroundings.ts";

/** A Pulumi engine that can run this program: its Node.js language host lies beside it, or on the PATH. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  readonly version: string;
}

/**
 * The first of: `pulumi` on PATH when new enough, the cached one, the official download, a build of the pinned Go
 * module. The last two are done once a version and kept.
 * @throws SandboxError when none of them works, with what to install.
 */
export async function findEngine(surroundings: Surroundings): Promise<Engine> {
  const { env, say } = surroundings;
  const version = pinnedVersion();
  const { engine, refusal } = await locateEngine(env);
  if (engine) return engine;

  if (refusal) say(refusal);
  const folder = cacheFolder(version, env);
  const obtain = async () => engineInCache(version, env) ?? (await obtainEngine(version, folder, surroundings));
  return withFolderLock(`${folder}.lock`, obtain, (pid) =>
    say(`waiting for process ${pid ?? "?"}, which is getting the Pulumi engine ${version}`),
  );
}

/** The engine that is there already, and why the one on PATH is not used, without getting one. */
export async function locateEngine(env: NodeJS.ProcessEnv): Promise<{ engine?: Engine; refusal?: string }> {
  const version = pinnedVersion();
  const { engine, refusal } = await engineOnPath(version, env);
  const usable = engine ?? engineInCache(version, env);
  return { ...(usable && { engine: usable }), ...(refusal && { refusal }) };
}

async function obtainEngine(version: string, folder: string, surroundings: Surroundings): Promise<Engine> {
  if (!(await downloadEngine(version, folder, surroundings))) await buildEngine(version, folder, surroundings);
  const engine = engineInCache(version, surroundings.env);
  if (!engine) throw new SandboxError(`The Pulumi engine ${version} was made, but ${folder} does not hold it.`);
  return engine;
}

async function engineOnPath(least: string, env: NodeJS.ProcessEnv): Promise<{ engine?: Engine; refusal?: string }> {
  const command = findOnPath("pulumi", env);
  if (!command) return {};
  const version = await readVersion(command, env);
  if (!version) return { refusal: `${command} does not say its version: it is not used` };
  if (!isAtLeast(version, least)) return { refusal: `${command} is ${version}, older than ${least}: it is not used` };
  if (!hasLanguageHost(command) && !findOnPath(LANGUAGE_HOST, env)) {
    return { refusal: `${command} comes without ${LANGUAGE_HOST}: it is not used` };
  }
  return { engine: { command, version } };
}

function engineInCache(version: string, env: NodeJS.ProcessEnv): Engine | undefined {
  const command = cachedCommand(version, env);
  return command === undefined ? undefined : { command, version };
}

/** The official distribution keeps its language hosts beside `pulumi`, which may itself be a link. */
function hasLanguageHost(command: string): boolean {
  return existsSync(join(dirname(realpathSync(command)), LANGUAGE_HOST));
}
