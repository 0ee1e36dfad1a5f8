import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One folder for all that the tests of a run make, gone at its end: a machine that runs them every day stays clean. */
export default function useTemporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "parity-tests-"));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
