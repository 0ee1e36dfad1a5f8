import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StepContent } from "./read-workflow.ts";

export interface StepRun {
  readonly exitCode: number | null;
  readonly output: string;
  /** What the step put into `$GITHUB_OUTPUT`, by name. */
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
  /** Command lines of the stub commands, in order. */
  readonly calls: readonly string[];
}

/**
 * Runs a step's script as GitHub's runner does with `shell: bash`, with stubs for commands: each is the body of a
 * script, and its calls are written down. Expressions in `env` are replaced by `env` here.
 */
export async function runStep(
  step: StepContent,
  commands: { readonly [name: string]: string },
  env: { readonly [name: string]: string } = {},
  cwd?: string,
): Promise<StepRun> {
  const folder = mkdtempSync(join(tmpdir(), "parity-step-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries(commands)) {
    const path = join(bin, name);
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >> "${folder}/calls"\n${body}\n`);
    chmodSync(path, 0o755);
  }
  const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
  const script = join(folder, "script.sh");
  writeFileSync(script, step.run ?? "");
  const bash = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: cwd ?? folder,
    env: { PATH: `${bin}:${process.env["PATH"]}`, HOME: folder, ...step.env, ...files, ...env },
  });
  let output = "";
  for (const stream of [bash.stdout, bash.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const [exitCode] = await once(bash, "close");
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const outputs = linesOf(read(files.GITHUB_OUTPUT)).map((line): [string, string] => {
    const end = line.indexOf("=");
    return [line.slice(0, end), line.slice(end + 1)];
  });
  return {
    exitCode,
    output,
    outputs: Object.fromEntries(outputs),
    summary: read(files.GITHUB_STEP_SUMMARY),
    calls: linesOf(read(join(folder, "calls"))),
  };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
