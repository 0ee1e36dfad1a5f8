import { Command, CommanderError } from "commander";
import { addArtifact } from "./commands/artifact.ts";
import { addConditions } from "./commands/conditions.ts";
import { addFaults } from "./commands/faults.ts";
import { addLifecycle } from "./commands/lifecycle.ts";
import { addLooking } from "./commands/looking.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";
import { typed } from "./typed.ts";

/** Runs one of the sandbox's own commands. Throws a SandboxError with exit code 2 when it is used wrongly. */
export async function runSandboxCommand(words: readonly string[], sandbox: Sandbox): Promise<void> {
  const program = new Command(typed).exitOverride().configureOutput({
    writeErr: () => undefined,
    writeOut: sandbox.print,
  });
  for (const add of [addLooking, addFaults, addConditions, addArtifact, addLifecycle]) add(program, sandbox);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new SandboxError(`${error.message}\n  Fix: see ${typed} --help`, 2);
  }
}
