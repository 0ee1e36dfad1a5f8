import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers } from "./answers.ts";
import { findFlyFiles } from "./fly-files.ts";
import { appsOf } from "./from-toml.ts";
import { type FoundWorkflows, readWorkflows } from "./workflows.ts";

interface Found extends Pick<Answers, "apps">, FoundWorkflows {
  readonly repository?: string;
}

/** What a repository says of its product; the rest is asked or taken as usual. */
export function readRepository(folder: string, name: string): Found {
  const apps = appsOf(findFlyFiles(folder), name);
  const command = localCommand(folder);
  const repository = originOf(folder);
  return {
    ...(repository !== undefined && { repository }),
    ...readWorkflows(folder),
    apps: Object.fromEntries(
      Object.entries(apps).map(([key, app]) => [key, { ...app, ...(command !== undefined && { command }) }]),
    ),
  };
}

/** `owner/name` of the remote `origin`, from git's own file: git need not be there. */
export function originOf(folder: string): string | undefined {
  const file = join(folder, ".git", "config");
  if (!existsSync(file)) return undefined;
  const origin = /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(readFileSync(file, "utf8"))?.[1];
  return /github\.com[:/]([\w.-]+\/[\w.-]+?)(\.git)?$/.exec(origin ?? "")?.[1];
}

/** What a developer most likely runs, by the files at the root. */
function localCommand(folder: string): string | undefined {
  const has = (file: string) => existsSync(join(folder, file));
  if (has("package.json")) {
    const { scripts = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { scripts?: object };
    const manager = has("pnpm-lock.yaml") ? "pnpm" : has("yarn.lock") ? "yarn" : "npm";
    const script = ["dev", "start"].find((one) => Object.hasOwn(scripts, one));
    return script && `${manager} run ${script}`;
  }
  const commands = {
    "mix.exs": "mix phx.server",
    Gemfile: "bin/rails server",
    "go.mod": "go run .",
    "Cargo.toml": "cargo run",
  };
  return Object.entries(commands).find(([file]) => has(file))?.[1];
}
