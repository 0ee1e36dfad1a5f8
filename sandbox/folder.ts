import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { SandboxError } from "./sandbox-error.ts";

/** This file and its bundle in `dist` lie one folder deep. */
export const repository = join(import.meta.dirname, "..");

/** Where one sandbox keeps everything: no file outside it is written, except the engine in the user's cache. */
export interface SandboxFolder {
  readonly root: string;
  /** The generated Pulumi project. */
  readonly project: string;
  /** PULUMI_HOME: plugins and the selected stack. */
  readonly home: string;
  /** The file backend: states, histories, locks. */
  readonly state: string;
  /** What was prepared, and from what. */
  readonly prepared: string;
  readonly lock: string;
}

/** The Pulumi project that is run: that of the folder the user is in, the repository's own, one under `systems/`, or one anywhere. */
export interface SourceProject {
  readonly folder: string;
  /** Where its sandbox is when nobody says otherwise. */
  readonly sandbox: string;
}

/**
 * The project that `--system` names: a folder of `systems/`, or with a slash in it the path of one. Without it, that of the folder
 * the user is in, and in a checkout else the repository's own. Each has a sandbox of its own, because its accounts and so its clouds
 * are others.
 * @throws SandboxError when there is no such project
 */
export function findSource(system: string | undefined, env: NodeJS.ProcessEnv): SourceProject {
  const named = system !== undefined && /^[\w-]+$/.test(system);
  const folder = named ? join(repository, "systems", system) : folderOf(system, startFolder(env));
  if (!existsSync(join(folder, "Pulumi.yaml"))) {
    throw new SandboxError(
      `There is no Pulumi.yaml in ${folder}.\n  Fix: name a folder of systems/, give the path of a project, or go to its folder.`,
      2,
    );
  }
  return { folder, sandbox: named ? join(repository, ".sandbox", "systems", system) : join(folder, ".sandbox") };
}

function folderOf(path: string | undefined, here: string): string {
  if (path !== undefined) return resolve(here, path);
  return [here, repository].find((folder) => existsSync(join(folder, "Pulumi.yaml"))) ?? here;
}

/** npm changes to the package's folder and keeps the user's in INIT_CWD. */
export function startFolder(env: NodeJS.ProcessEnv): string {
  return env["INIT_CWD"] ?? process.cwd();
}

/** The folder of `--dir` or PARITY_SANDBOX_DIR, relative to where the user typed the command; else the project's own. */
export function openFolder(source: SourceProject, given: string | undefined, env: NodeJS.ProcessEnv): SandboxFolder {
  const chosen = given ?? env["PARITY_SANDBOX_DIR"];
  const desired = chosen ? resolve(startFolder(env), chosen) : source.sandbox;
  mkdirSync(desired, { recursive: true, mode: 0o700 });
  const root = realpathSync(desired);
  return {
    root,
    project: join(root, "project"),
    home: join(root, "home"),
    state: join(root, "state"),
    prepared: join(root, "prepared.json"),
    lock: join(root, "prepare.lock"),
  };
}
