import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Of what is kept. Another one is that of another release, and is not read. */
const VERSION = 2;

/** Where something is kept in the user's cache. What is there may be removed at any time, and then takes time again. */
export function cacheFile(kind: string, of: string, env: NodeJS.ProcessEnv = process.env): string {
  const cache = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || join(homedir(), ".cache");
  const name = createHash("sha256").update(of).digest("hex").slice(0, 32);
  return join(cache, "parity", kind, `${name}.json`);
}

/** `undefined` where there is nothing, or what an earlier version wrote. */
export function readKept<T>(file: string): T | undefined {
  try {
    const { version, kept } = JSON.parse(readFileSync(file, "utf8")) as { version: number; kept: T };
    return version === VERSION ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: two runs may write at once. A cache that cannot be written costs time and nothing else. */
export function writeKept<T>(file: string, kept: T): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify({ version: VERSION, kept }), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // Half a draft on a full disk is removed; where there is no folder, there is none.
    if (existsSync(dirname(draft))) rmSync(draft, { force: true });
  }
}
