import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { zipSync } from "fflate";
import { startFolder } from "./folder.ts";
import { SandboxError } from "./sandbox-error.ts";

/**
 * A zip of files, each under its own name without folders, the same for the same contents. Paths are relative to where the
 * user typed the command.
 * @throws SandboxError when one cannot be read
 */
export function zipFiles(files: readonly string[], env: NodeJS.ProcessEnv): Uint8Array {
  const entries = files.map((file) => [basename(file), readBytes(resolve(startFolder(env), file))] as const);
  return zipSync(Object.fromEntries(entries), { mtime: "2026-01-05T10:00:00" });
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SandboxError(`${file} cannot be read: ${(error as Error).message}\n  Fix: name a file`, 2);
  }
}
