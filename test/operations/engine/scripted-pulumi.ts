import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";

/** What one command of the engine does. */
export interface ScriptedRun {
  /** For `--event-log`: as JSON, or a text that stands in its place. */
  readonly events?: readonly (object | string)[];
  /** Of an update, once the events of its own preview have been received. */
  readonly after?: readonly object[];
  readonly prints?: string;
  readonly says?: string;
  /** What it writes into the file of `--file`, in place of what is there; of several, one each time it runs. */
  readonly writes?: string | readonly string[];
  readonly code?: number;
  /** Milliseconds until it ends. */
  readonly lasts?: number;
  /** It dies in the middle of its events. */
  readonly kill?: boolean;
}

/** A good engine, and a state with nothing unfinished. */
const quiet = { version: { prints: "v3.225.0\n" }, stack: { writes: "{}" } };

/**
 * A `pulumi` on the PATH, until the test is over, that plays what it is given by its command, or by that and ` --preview-only` or
 * ` --refresh`. Answers the words it was run with so far.
 */
export function scriptPulumi(script: Readonly<Record<string, ScriptedRun>>): () => string[][] {
  const folder = mkdtempSync(join(tmpdir(), "parity-pulumi-"));
  const program = fileURLToPath(new URL("scripted-pulumi.mjs", import.meta.url));
  writeFileSync(join(folder, "script.json"), JSON.stringify({ ...quiet, ...script }));
  // What V8 has compiled of the SDK's messages for one of hundreds of starts serves the others.
  const compiled = join(tmpdir(), "scripted-pulumi-compiled");
  writeFileSync(
    join(folder, "pulumi"),
    `#!/bin/sh\nNODE_COMPILE_CACHE="${compiled}" exec "${process.execPath}" "${program}" "${folder}" "$@"\n`,
  );
  chmodSync(join(folder, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const calls = join(folder, "calls.jsonl");
  return () =>
    existsSync(calls)
      ? readFileSync(calls, "utf8")
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as string[])
      : [];
}
