import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PreviewReport } from "../preview/report.ts";

/** What a run that left nothing to do keeps of itself, on the machine that it ran on. It holds no secret and no answer of a vendor. */
export interface UnchangedRecord {
  /** When it ran, in RFC 3339. */
  readonly at: string;
  /** The file of the state. */
  readonly state: string;
  /** Digest of what the program read. */
  readonly inputs: string;
  /** Digest of the state that it left. */
  readonly outcome: string;
  readonly salt: string;
  /** Digest of what the clouds answered; absent after an up that changed something: they were not compared after it. */
  readonly answers?: string;
  /** What a preview says as long as all of it is the same. */
  readonly report: PreviewReport;
}

/** Where a stack's record is: in the user's cache, by the project's folder. */
export function recordFile(project: string, stack: string, env: NodeJS.ProcessEnv): string {
  const cache = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || join(homedir(), ".cache");
  const name = createHash("sha256")
    .update(JSON.stringify([realpathSync(project), stack]))
    .digest("hex")
    .slice(0, 32);
  return join(cache, "parity", "unchanged", `${name}.json`);
}

/** `undefined` where there is none, or one that an earlier version wrote. */
export function readRecord(file: string): UnchangedRecord | undefined {
  try {
    const { version, record } = JSON.parse(readFileSync(file, "utf8")) as { version: number; record: UnchangedRecord };
    return version === VERSION ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: two runs may write at once. A cache that cannot be written costs time and nothing else. */
export function writeRecord(file: string, record: UnchangedRecord): void {
  try {
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ version: VERSION, record }), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    rmSync(`${file}.${process.pid}`, { force: true });
  }
}

const VERSION = 1;
