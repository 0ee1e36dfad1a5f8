import { type Command, Option } from "commander";
import { Problem } from "../../problem/problem.ts";
import type { SetupCiCommand } from "./options.ts";

/** `parity setup-ci`. */
export function addSetupCiCommand(program: Command): void {
  program
    .command("setup-ci")
    .description(
      "Writes the workflows of an infrastructure repository, and makes at GitHub what they need: environments, secrets, labels, " +
        "rulesets. It shows all of it and asks first. What a person has made stays. Exit code 1: something was refused, or stays to do.",
    )
    .option("--root <folder>", "root of the repository", ".")
    .option("--project <folders...>", "folders of its products; default: every one with a Pulumi.yaml that runs parity")
    .option("--branch <name>", "the branch that is brought up to staging", "main")
    .option(
      "--from <owner/name@ref>",
      "call the workflows of that repository, instead of writing them beside their callers",
    )
    .option("--approvers <logins>", "who may approve production's runs, with commas")
    .option("--approvals <number>", "how many have to approve a pull request", parseCount, 0)
    .option("--repository <owner/name>", "the repository; default: GITHUB_REPOSITORY, else git's origin")
    .option("--files", "write the workflows alone, and ask nothing of GitHub")
    .option("--check", "compare the workflows instead of writing; exit code 1 and a diff when one is stale")
    .option("--force", "overwrite workflows that were edited by hand, or that something else wrote")
    .addOption(new Option("--dry-run", "only show what would be made").conflicts("yes"))
    .option("--yes", "make what is missing without asking; needed where there is no terminal")
    .option("--json", "the same as JSON: { files, settings, written, problems }")
    .action(async (options: SetupCiCommand) => {
      process.exitCode = await (await import("./setup-ci.ts")).runSetupCi(options, process.env);
    });
}

/** GitHub takes 0 to 10 (`required_approving_review_count` of its OpenAPI document). */
function parseCount(given: string): number {
  if (/^(\d|10)$/.test(given)) return Number(given);
  throw new Problem({ code: "wrong-usage", what: `"${given}" is not a number of approvals.`, fix: "write 0 to 10" });
}
