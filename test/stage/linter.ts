import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { findLinters } from "../../tools/linters.mjs";

export interface Finding {
  readonly message: string;
  readonly kind: string;
  readonly line: number;
}

let found: ReturnType<typeof findLinters> | undefined;

/** What actionlint finds in a workflow, and shellcheck in its scripts. */
export async function lintWorkflow(content: string, path: string): Promise<Finding[]> {
  found ??= findLinters();
  const { actionlint, shellcheck } = await found;
  const options = ["-shellcheck", shellcheck, "-pyflakes", "", "-format", "{{json .}}", "-stdin-filename", path, "-"];
  const child = spawn(actionlint, options, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(content);
  return JSON.parse(await text(child.stdout)) as Finding[];
}
