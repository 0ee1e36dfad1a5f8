import { type Command, Option } from "commander";
import type { AdoptCommand } from "../adopt.ts";
import type { DestroyCommand } from "../destroy.ts";
import type { DriftCommand } from "../drift.ts";
import type { PreviewCommand } from "../preview-command.ts";
import type { ResetCommand } from "../reset.ts";
import { parseStackName } from "../stack-name.ts";
import type { UpCommand } from "../up.ts";

/** What reads the clouds or changes them, for one stack or all. */
export function addCloudCommands(program: Command): void {
  program
    .command("preview")
    .description(
      "What bringing a stack up would do, compared with the clouds as they are. Changes nothing. Exit code 1: it failed; " +
        "3: a stateful thing would be deleted or replaced, and no label of the pull request allows it.",
    )
    .requiredOption("--stack <name>", "the stack", parseStackName)
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .addOption(new Option("--markdown", "the report as Markdown").conflicts("json"))
    .option("--json", "the report as JSON")
    .option("--comment", "keep one comment for each stack on the pull request up to date")
    .option("--summary", "add the report to the summary of the Actions step")
    .option("--out <folder>", "checkout of the application's repository: files in it that are stale are named")
    .option("--save-plan <file>", "save the engine's plan, which `parity up --plan` is held to")
    .option("--allow-destroy", "a stateful thing may be deleted or replaced: exit code 0 instead of 3")
    .option("--pull <number>", "the pull request; default: that of GITHUB_REF")
    .option("--repository <owner/name>", "where the pull request is; default: GITHUB_REPOSITORY")
    .option("--no-refresh", "compare with the state, and not with the clouds")
    .option("--engine", "run the engine even where nothing has changed since the last run that left nothing to do")
    .action(async (options: PreviewCommand) => {
      const { isDone, compared } = await (await import("../unchanged.ts")).previewUnchanged(options, process.env);
      if (!isDone) process.exitCode = await (await import("../preview.ts")).runPreview(options, process.env, compared);
    });

  program
    .command("up")
    .description(
      "Brings a stack up, held to a plan. Exit code 1: it failed; 3: it would delete or replace a stateful thing; 4: it " +
        "would not do what was reviewed. Nothing is changed at 3 and 4.",
    )
    .requiredOption("--stack <name>", "the stack", parseStackName)
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--plan <file>", "a plan from `parity preview --save-plan`; default: of the preview it makes first")
    .option("--reviewed", "the plan that the merged pull request's preview has saved (see docs/ci.md)")
    .option("--allow-destroy", "a stateful thing may be deleted or replaced")
    .option("--yes", "do what the preview shows without asking; needed without a plan where there is no terminal")
    .option("--record <file>", "add a line of JSON: who applied what, when, to which stack, with the report")
    .option("--deployment", "record the run as a GitHub deployment of <project>/<stack>")
    .option("--summary", "add the report to the summary of the Actions step")
    .option("--json", "the result as JSON")
    .option("--repository <owner/name>", "where plans and deployments are; default: GITHUB_REPOSITORY")
    .action(async (options: UpCommand) => {
      process.exitCode = await (await import("../up.ts")).runUp(options, process.env);
    });

  program
    .command("drift")
    .description(
      "Compares clouds, state and config, and changes none of them. Exit code 2: they differ, or something is broken; " +
        "1: it is not known.",
    )
    .addOption(new Option("--stack <name>", "only this stack").argParser(parseStackName).conflicts("all"))
    .option("--all", "every stack that is up (the default)")
    .addOption(
      new Option("--production <which>", "of these only production's, or those without")
        .choices(["only", "without"])
        .conflicts("stack"),
    )
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .addOption(new Option("--markdown", "the report as Markdown").conflicts("json"))
    .option("--json", "the same as JSON: a list of reports")
    .option("--issue", "keep one issue for each stack: opened, brought up to date, closed when the drift is gone")
    .option("--summary", "add the report to the summary of the Actions step")
    .option("--repository <owner/name>", "where the issues are; default: GITHUB_REPOSITORY")
    .action(async (options: DriftCommand) => {
      process.exitCode = await (await import("../drift.ts")).runDrift(options, process.env);
    });

  program
    .command("adopt")
    .description(
      "Takes into the state what the config declares and the clouds have already, found by name, and lists as kept the " +
        "secrets that nobody can read back. Writes nothing in a cloud. " +
        "Exit code 1: it failed, or something was ambiguous, belongs to another state, or could not be looked for.",
    )
    .requiredOption("--stack <name>", "the stack", parseStackName)
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .addOption(new Option("--dry-run", "only show what would be taken over").conflicts("yes"))
    .option("--yes", "take over what is found")
    .option("--json", "the result as JSON")
    .action(async (options: AdoptCommand) => {
      process.exitCode = await (await import("../adopt.ts")).runAdopt(options, process.env);
    });

  program
    .command("reset")
    .description(
      "Makes a database that is a Neon branch what its parent is now: what was written to it is lost. Refused for production, " +
        "for what is protected, and for a database that is not a branch.",
    )
    .requiredOption("--stack <name>", "the stack", parseStackName)
    .requiredOption("--database <key>", "its key under databases")
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--yes", "reset what was shown without asking")
    .option("--json", "what was reset, as JSON: { stack, branch, databases, lostSince }; needs --yes")
    .action(async (options: ResetCommand) => {
      process.exitCode = await (await import("../reset.ts")).runReset(options, process.env);
    });

  program
    .command("destroy")
    .description(
      "Deletes what a stack has made, and what an interrupted run was making. What is protected is refused. " +
        "Exit code 1: it failed, and something is left.",
    )
    .requiredOption("--stack <name>", "the stack", parseStackName)
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .addOption(new Option("--dry-run", "only show what would be deleted").conflicts("yes"))
    .option("--yes", "delete what was shown without asking")
    .option("--json", "the result as JSON")
    .action(async (options: DestroyCommand) => {
      process.exitCode = await (await import("../destroy.ts")).runDestroy(options, process.env);
    });
}
