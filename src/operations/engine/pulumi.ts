import { execFile } from "node:child_process";
import { cacheFile, readKept, writeKept } from "../../cache/kept.ts";
import { Problem } from "../../problem/problem.ts";
import { findEngineFile } from "./home.ts";

/** The first engine that sends its event log to an address (the SDK's automation/stack.js): before it, it would be a file. */
const LEAST = [3, 206, 0] as const;

let checked: Promise<string> | undefined;

/**
 * Answers its version, such as `v3.276.0`.
 * @throws Problem when the PATH has no pulumi, or one that is too old; then nothing was run
 */
export function requirePulumi(env = process.env): Promise<string> {
  checked ??= readKnownVersion(env);
  return checked;
}

/** Bytes. What is smaller leads to an engine that may be another one the next time, as a version manager's shim does. */
const ENGINE_ITSELF = 10 << 20;

/** The version that this very file said before, so that it is not started for that each time. */
async function readKnownVersion(env: NodeJS.ProcessEnv): Promise<string> {
  const engine = findEngineFile(env);
  if (!engine || engine.size < ENGINE_ITSELF) return readVersion();
  const file = cacheFile("engine", JSON.stringify(engine), env);
  const known = readKept<string>(file);
  if (known !== undefined) return known;
  const version = await readVersion();
  writeKept(file, version);
  return version;
}

/**
 * The engine's version, such as `v3.276.0`.
 * @throws Problem when there is no pulumi on the PATH, or one that is too old
 */
export async function readVersion(): Promise<string> {
  const version = (await askPulumi(["version"])).trim();
  if (isOlder(version, LEAST)) {
    throw new Problem({
      code: "pulumi-too-old",
      what: `This is Pulumi ${version}, which cannot report what it does while it runs.`,
      fix: "install Pulumi 3.276 or newer: https://www.pulumi.com/docs/install/",
    });
  }
  return version;
}

/** Whether a version that an engine says comes before another one. */
export function isOlder(version: string, than: readonly [number, number, number]): boolean {
  const [, ...found] = /v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  return (than.map((least, i) => (found[i] ?? 0) - least).find((difference) => difference !== 0) ?? 0) < 0;
}

/**
 * What a short command of the engine prints.
 * @param limitMs how long it may take; default: as long as it takes
 * @param input for its standard input; default: none
 * @throws Problem in the engine's own words when it fails
 */
export function askPulumi(words: readonly string[], limitMs = 0, input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [...words, "--non-interactive", "--color", "never"];
    const child = execFile("pulumi", args, { timeout: limitMs, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") reject(noPulumi());
      else if (error?.killed && limitMs > 0) reject(refused(`The engine gave no answer within ${limitMs / 1000} s.`));
      else if (error) reject(refused(stderr.trim().replace(/^error: /, "") || error.message));
      else resolve(stdout);
    });
    // One that has ended by then reads no more: how it ended says why.
    if (input !== undefined) child.stdin?.on("error", () => undefined).end(input);
  });
}

function noPulumi(): Problem {
  return new Problem({
    code: "no-pulumi",
    what: "There is no pulumi on the PATH.",
    fix: "install Pulumi 3.276 or newer (https://www.pulumi.com/docs/install/), or try it without an account: npm run sandbox -- parity …",
  });
}

function refused(what: string): Problem {
  return new Problem({
    ...{ code: "engine-refused", what },
    fix: "mend what it names; where it knows no backend, log in to yours (pulumi login)",
  });
}
