import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const cloudNames = ["fly", "neon", "cloudflare", "github"] as const;
export type CloudName = (typeof cloudNames)[number];

/** What `clouds.json` says of the running clouds. */
export interface Running {
  readonly pid: number;
  readonly urls: Readonly<Record<CloudName | "control", string>>;
  /** Fingerprint of the clouds' own code when they were started. */
  readonly code: string;
}

/** Where the clouds of one sandbox folder keep what they know. */
export function cloudFiles(folder: string) {
  const clouds = join(folder, "clouds");
  return {
    folder: clouds,
    running: join(folder, "clouds.json"),
    lock: join(folder, "clouds.lock"),
    /** Which accounts exist, and the tokens that open them. */
    seed: join(clouds, "seed.json"),
    /** The same, with what it was read from. */
    remembered: join(clouds, "remembered-seed.json"),
    journal: join(clouds, "journal.jsonl"),
    log: join(clouds, "daemon.log"),
    state: (cloud: CloudName) => join(clouds, `${cloud}.json`),
  };
}

/** JSON of a file, `undefined` when it is missing. */
export function readJsonFile<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}

/** Written beside and renamed over, readable by this user only. */
export function writeJsonFile(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(content, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
