import type { Command } from "commander";
import type { SetupCiCommand } from "./setup-ci.ts";

/** `parity setup-ci`. */
export function addSetupCiCommand(program: Command): void {
  program
    .command("setup-ci")
    .description("Writes the workflows of an infrastructure repository.")
    .option("--root <folder>", "root of the repository", ".")
    .option("--project <folders...>", "folders of its products; default: every one with a Pulumi.yaml that runs parity")
    .option("--branch <name>", "the branch that is brought up to staging", "main")
    .option(
      "--from <owner/name@ref>",
      "call the workflows of that repository, instead of writing them beside their callers",
    )
    .option("--files", "write the workflows alone, and ask nothing of GitHub")
    .option("--check", "compare the workflows instead of writing; exit code 1 and a diff when one is stale")
    .option("--force", "overwrite workflows that were edited by hand, or that something else wrote")
    .action(async (options: SetupCiCommand) => {
      process.exitCode = await (await import("./setup-ci.ts")).runSetupCi(options, process.env);
    });
}
