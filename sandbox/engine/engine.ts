import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolderLock } from "../../tools/folder-lock.mjs";
import { SandboxError } from "../sandbox-error.ts";
import { buildEngine } from "./build.ts";
import { cachedCommand, cacheFolder, pinnedVersion } from "./cache.ts";
import { downloadEngine } from "./download.ts";
import { findOnPath, isAtLeast, readVersion } from "./executable.ts";
import type { Surroundings } from "./surroundings.ts";

/** A Pulumi engine that can run this program. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly command: string;
  readonly version: string;
  /** The engine brings its own Node.js language host; otherwise the sandbox's is put into its plugin folder. */
  readonly hasLanguageHost: boolean;
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
  const obtain = async () =>
    engineAt(cachedCommand(version, env), version) ?? (await obtainEngine(version, folder, surroundings));
  return withFolderLock(`${folder}.lock`, obtain, (pid) =>
    say(`waiting for process ${pid ?? "?"}, which is getting the Pulumi engine ${version}`),
  );
}

/** The engine that is there already, and why the one on PATH is not used, without getting one. */
export async function locateEngine(env: NodeJS.ProcessEnv): Promise<{ engine?: Engine; refusal?: string }> {
  const version = pinnedVersion();
  const { engine, refusal } = await engineOnPath(version, env);
  const usable = engine ?? engineAt(cachedCommand(version, env), version);
  return { ...(usable && { engine: usable }), ...(refusal && { refusal }) };
}

async function obtainEngine(version: string, folder: string, surroundings: Surroundings): Promise<Engine> {
  if (!(await downloadEngine(version, folder, surroundings))) await buildEngine(version, folder, surroundings);
  const engine = engineAt(cachedCommand(version, surroundings.env), version);
  if (!engine) throw new SandboxError(`The Pulumi engine ${version} was made, but ${folder} does not hold it.`);
  return engine;
}

async function engineOnPath(least: string, env: NodeJS.ProcessEnv): Promise<{ engine?: Engine; refusal?: string }> {
  const command = findOnPath("pulumi", env);
  if (!command) return {};
  const version = await readVersion(command, env);
  if (!version) return { refusal: `${command} does not say its version: it is not used` };
  if (!isAtLeast(version, least)) return { refusal: `${command} is ${version}, older than ${least}: it is not used` };
  if (!hasLanguageHost(command) && !findOnPath("pulumi-language-nodejs", env)) {
    return { refusal: `${command} comes without pulumi-language-nodejs: it is not used` };
  }
  return { engine: { command, version, hasLanguageHost: true } };
}

function engineAt(command: string | undefined, version: string): Engine | undefined {
  return command === undefined ? undefined : { command, version, hasLanguageHost: hasLanguageHost(command) };
}

/** The official distribution keeps its language hosts beside `pulumi`, which may itself be a link. */
function hasLanguageHost(command: string): boolean {
  return existsSync(join(dirname(realpathSync(command)), "pulumi-language-nodejs"));
}
