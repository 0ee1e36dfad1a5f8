import { splitArguments } from "./arguments.ts";
import { isSandboxCommand, runSandboxCommand } from "./commands.ts";
import { runEngineCommand, runParityCommand } from "./engine-command.ts";
import { findSource, openFolder } from "./folder.ts";
import { help } from "./help.ts";
import { SandboxError } from "./sandbox-error.ts";
import { readSource } from "./source.ts";

async function main(argv: readonly string[]): Promise<number> {
  const { dir, system, words } = splitArguments(argv);
  const [first] = words;
  if (first === undefined || first === "--help" || first === "-h") {
    process.stdout.write(help);
    return 0;
  }
  const project = findSource(system, process.env);
  const sandbox = {
    folder: openFolder(project, dir, process.env),
    source: readSource(project),
    say: (line: string) => void process.stderr.write(`${line}\n`),
    print: (text: string) => void process.stdout.write(text),
  };
  if (first === "parity") return runParityCommand(words.slice(1), sandbox);
  if (!isSandboxCommand(first)) return runEngineCommand(words, sandbox);
  await runSandboxCommand(words, sandbox);
  return 0;
}

// The reader of a pipe may stop reading: `npm run sandbox -- journal | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
