import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As much as a run of all tests takes, of which installed packages are most. */
const enoughBytes = 4 * 2 ** 30;

/** One folder for all that the tests of a run make, gone at its end: a machine that runs them every day stays clean. */
export default function useTemporaryFolder(): () => void {
  const folder = inMemory() ?? mkdtempSync(join(tmpdir(), "parity-tests-"));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * In memory, where Linux has room there and programs can be run from it: clouds and engine write whole files over and over, and a disk
 * takes a millisecond for each.
 */
function inMemory(): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    if (bavail * bsize < enoughBytes) return undefined;
    folder = mkdtempSync("/dev/shm/parity-tests-");
    const program = join(folder, "program");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
    execFileSync(program);
    rmSync(program);
    return folder;
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}
