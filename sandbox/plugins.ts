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
import type { Engine } from "./engine/engine.ts";
import { repository, type SandboxFolder } from "./folder.ts";

const require = createRequire(import.meta.url);
const stubs = join(repository, "sandbox", "plugins");
const languageHost = join(repository, "sandbox", "engine", "language-host", "pulumi-language-nodejs");
const relay = join(stubs, "relay");
const mark = "# Written by the sandbox.";

/** Where the process of the clouds says at which port it serves stubs. */
export function stubsFile(folder: string): string {
  return join(folder, "stubs.port");
}

/**
 * Puts the stub of each provider plugin where the engine looks for the version that the installed package asks for,
 * and the language host of an engine that has none. A real plugin found there is left alone.
 * @returns the names of the real ones
 */
export function placePlugins(folder: SandboxFolder, engine: Engine): string[] {
  const real = readdirSync(stubs, { withFileTypes: true }).flatMap((entry) => {
    const executable = join(stubs, entry.name, `pulumi-resource-${entry.name}`);
    if (!existsSync(executable)) return [];
    return place(folder, "resource", entry.name, packageVersion(`@pulumi/${entry.name}`), executable, true)
      ? []
      : [entry.name];
  });
  if (!engine.hasLanguageHost) place(folder, "language", "nodejs", engine.version, languageHost);
  return real;
}

/** Answers false where a file that is not the sandbox's own is in the place. */
function place(
  folder: SandboxFolder,
  kind: string,
  name: string,
  version: string,
  executable: string,
  relayed = false,
): boolean {
  const file = join(folder.home, "plugins", `${kind}-${name}-v${version}`, `pulumi-${kind}-${name}`);
  const through = `command -v bash >/dev/null && exec bash ${[relay, name, executable, stubsFile(folder.root)].map(quote).join(" ")} "$@"\n`;
  const wrapper = `#!/bin/sh\n${mark}\n${relayed ? through : ""}exec ${quote(executable)} "$@"\n`;
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
