import { type Command, Option } from "commander";
import type { SecretsCommand } from "./secrets.ts";

const folder = () => new Option("--project <folder>", "folder with Pulumi.yaml").default(".");

/** `parity secrets …`: where secrets come from and go to. No value is read or shown. */
export function addSecretsCommands(program: Command): void {
  const secrets = program.command("secrets").description("Where secrets come from and where they go. Shows no value.");
  secrets
    .command("list")
    .description(
      "Each secret of a stack: its source, what gets it, which apps restart when it changes, how it is rotated.",
    )
    .requiredOption("--stack <name>", "the stack")
    .addOption(folder())
    .option("--json", "the same as JSON")
    .action(async (options: SecretsCommand) => {
      process.exitCode = (await import("./secrets.ts")).runSecretsList(options);
    });
  secrets
    .command("missing")
    .description(
      "Values that only a person has and that a stack's file lacks, each with the line to run. Exit code 1: there are some.",
    )
    .option("--stack <name>", "only this stack")
    .addOption(folder())
    .option("--json", "the same as JSON")
    .action(async (options: SecretsCommand) => {
      process.exitCode = (await import("./secrets.ts")).runSecretsMissing(options);
    });
}
