import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { expect, test } from "vitest";

/** `parity cost` with a file as its output, or with a pipe that nobody reads. */
function run(output?: number): Promise<{ code: number | null; errors: string }> {
  const args = ["bin/start.mjs", "cli", "cost", "--project", "systems/relay"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", output ?? "pipe", "pipe"] });
  child.stdout?.destroy();
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, errors })));
}

test("a reader that has gone does not end a command", async () => {
  expect(await run()).toEqual({ code: 0, errors: "" });
});

test.skipIf(!existsSync("/dev/full"))(
  "a report that cannot be written fails its command, without a stack trace",
  async () => {
    const errors = "Not all of the output could be written: ENOSPC: no space left on device, write\n";
    expect(await run(openSync("/dev/full", "w"))).toEqual({ code: 1, errors });
  },
);
