import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repository, type SandboxFolder } from "./folder.ts";

const require = createRequire(import.meta.url);
const stubs = join(repository, "sandbox", "plugins");
const relay = join(stubs, "relay");
const mark = "# Written by the sandbox.";

/** Where the process of the clouds says at which port it serves stubs. */
export function stubsFile(folder: string): string {
  return join(folder, "stubs.port");
}

/**
 * Puts the stub of each provider plugin where the engine looks for the version that the installed package asks for. A real plugin found there is left alone.
 * @returns the names of the real ones
 */
export function placePlugins(folder: SandboxFolder): string[] {
  return readdirSync(stubs, { withFileTypes: true }).flatMap(({ name }) => {
    const executable = join(stubs, name, `pulumi-resource-${name}`);
    return !existsSync(executable) || place(folder, name, executable) ? [] : [name];
  });
}

/** Answers false where a file that is not the sandbox's own is in the place. */
function place(folder: SandboxFolder, name: string, executable: string): boolean {
  const version = packageVersion(`@pulumi/${name}`);
  const file = join(folder.home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  const through = `command -v bash >/dev/null && exec bash ${[relay, name, executable, stubsFile(folder.root)].map(quote).join(" ")} "$@"\n`;
  const wrapper = `#!/bin/sh\n${mark}\n${through}exec ${quote(executable)} "$@"\n`;
  const there = existsSync(file) ? readStart(file) : undefined;
  if (there === wrapper) return true;
  if (there !== undefined && !there.includes(mark)) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wrapper);
  chmodSync(file, 0o755);
  return true;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** As much of a file as a wrapper may be long: a real plugin has 80 MB. */
function readStart(file: string): string {
  const opened = openSync(file, "r");
  try {
    const start = Buffer.alloc(8192);
    return start.toString("utf8", 0, readSync(opened, start));
  } finally {
    closeSync(opened);
  }
}

function packageVersion(name: string): string {
  const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8"));
  return (manifest as { version: string }).version;
}
