import { execFile } from "node:child_process";
import { Problem } from "../../problem/problem.ts";

/** The first engine that sends its event log to an address (the SDK's automation/stack.js): before it, it would be a file. */
const LEAST = [3, 206, 0] as const;

let checked: Promise<void> | undefined;

/** @throws Problem when there is no pulumi on the PATH, or one that is too old; nothing was run then */
export function requirePulumi(): Promise<void> {
  checked ??= readVersion().then(() => undefined);
  return checked;
}

/**
 * The engine's version, such as `v3.276.0`.
 * @throws Problem when there is no pulumi on the PATH, or one that is too old
 */
export async function readVersion(): Promise<string> {
  const version = (await askPulumi(["version"])).trim();
  const [, ...found] = /v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  const older = LEAST.map((least, i) => (found[i] ?? 0) - least).find((difference) => difference !== 0) ?? 0;
  if (older < 0) {
    throw new Problem({
      code: "pulumi-too-old",
      what: `This is Pulumi ${version}, which cannot report what it does while it runs.`,
      fix: "install Pulumi 3.276 or newer: https://www.pulumi.com/docs/install/",
    });
  }
  return version;
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
