import { spawnSync } from "node:child_process";

/** What one command took, in seconds. */
export interface Timing {
  readonly wall: number;
  /** Of the engine and every process it started: time on a processor, which a busy machine changes less. */
  readonly processor: number;
}

/** Any program, with what its processes took on a processor. Throws what it said unless its exit code is 0. */
export function timeCommand(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Timing {
  const started = performance.now();
  // The shell's `times` tells what Node.js does not: the time of a child's children.
  const args = ["-c", '"$@"; code=$?; times >&2; exit $code', "sh", ...words];
  const { status, stdout, stderr } = spawnSync("sh", args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} failed:\n${stdout}${stderr}`);
  return { wall: (performance.now() - started) / 1000, processor: readTimes(stderr) };
}

/** The last line that the shell's `times` prints is of its children: `0m2.069s 0m0.360s`, user and system (POSIX). */
export function readTimes(stderr: string): number {
  const [user, system] = [...stderr.matchAll(/(\d+)m(\d+[.,]\d+)s/g)]
    .slice(-2)
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds?.replace(",", ".")));
  if (user === undefined || system === undefined) throw new Error(`The shell's "times" did not tell times:\n${stderr}`);
  return user + system;
}
