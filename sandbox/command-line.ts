import { isSandboxCommand, splitArguments } from "./arguments.ts";
import { runEngineCommand, runParityCommand } from "./engine-command.ts";
import { findSource, openFolder } from "./folder.ts";
import { help } from "./help.ts";
import { SandboxError } from "./sandbox-error.ts";
import { readSource } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs `npm run sandbox -- <argv>`, and says on the terminal what is wrong with it.
 * @returns the exit code
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(argv, terminal);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    terminal.say(error.message);
    return error.exitCode;
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { dir, system, words } = splitArguments(argv);
  const [first] = words;
  if (first === undefined || first === "--help" || first === "-h") {
    terminal.print(help);
    return 0;
  }
  const project = findSource(system, terminal.env);
  const sandbox = { ...terminal, folder: openFolder(project, dir, terminal.env), source: readSource(project) };
  if (first === "parity") return runParityCommand(words.slice(1), sandbox);
  if (!isSandboxCommand(first)) return runEngineCommand(words, sandbox);
  // What reads their arguments is loaded for none of the others.
  const { runSandboxCommand } = await import("./commands.ts");
  await runSandboxCommand(words, sandbox);
  return 0;
}
