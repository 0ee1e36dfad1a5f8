import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { addCloudCommands } from "./commands/clouds.ts";
import { addFileCommands } from "./commands/files.ts";
import { addProductCommands } from "./commands/product.ts";
import { printFailure } from "./failure.ts";
import { firstSentence } from "./first-sentence.ts";
import { outliveReaders } from "./output.ts";
import { showProgress } from "./progress.ts";
import { addReviewCommands } from "./review/commands.ts";
import { addSecretsCommands } from "./secrets/commands.ts";
import { addSetupCiCommand } from "./setup-ci/commands.ts";

const program = new Command("parity")
  .description("Environments of a small web product, held to parity.")
  .version(packageJson.version, "--version", "the version of this package")
  .configureHelp({ subcommandDescription: (command) => firstSentence(command.description()) })
  // What is wrong with the words of a command is a problem like any other. Commands take this over from here.
  .exitOverride()
  .configureOutput({ outputError: () => undefined });

addProductCommands(program);
addCloudCommands(program);
addReviewCommands(program);
addSecretsCommands(program);
addFileCommands(program);
addSetupCiCommand(program);
// It goes through every command, and is for whoever names none of them.
const isNamed = program.commands.some((command) => command.name() === process.argv[2]);
if (!isNamed) (await import("./completion.ts")).addCompletion(program);

outliveReaders();
showProgress(process.stderr);
try {
  await program.parseAsync();
} catch (error) {
  printFailure(error, process.argv.includes("--json"));
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
