import { join } from "node:path";
import type { SandboxFolder } from "./folder.ts";

/** Where a sandbox keeps its last run, a `Run` as JSON. */
export function runFile({ root }: SandboxFolder): string {
  return join(root, "run.json");
}
