import { type Command, Option } from "commander";
import type { ReviewDownCommand } from "./down.ts";
import type { ReviewSweepCommand } from "./sweep.ts";
import type { ReviewTellCommand } from "./tell.ts";
import type { PullOptions, ReviewOptions } from "./template.ts";
import type { ReviewUpCommand } from "./up.ts";

const folder = () => new Option("--project <folder>", "folder with Pulumi.yaml and Pulumi.review.yaml").default(".");
const repository = () =>
  new Option("--repository <owner/name>", "where the pull requests are; default: the config's repository");
const branch = () => new Option("--branch <name>", "the pull request's branch; default: as GitHub says");
const number = ["<number>", "of the pull request"] as const;

/** `parity review …`: environments of pull requests, made from Pulumi.review.yaml. */
export function addReviewCommands(program: Command): void {
  const review = program
    .command("review")
    .description("Environments of pull requests, made from Pulumi.review.yaml: one each, gone when it is closed.");
  review
    .command("up")
    .description(
      "Makes the environment of a pull request, or brings it up to date. Refused where as many are up as may be, and for a fork.",
    )
    .argument(...number)
    .addOption(branch())
    .addOption(folder())
    .option("--yes", "do what the preview shows without asking")
    .option("--comment", "keep one comment on the pull request up to date: where it is, what it costs, how old it is")
    .option("--summary", "add the report to the summary of the Actions step")
    .option("--json", "the result as JSON")
    .addOption(repository())
    .action(async (pull: string, options: ReviewUpCommand) => {
      process.exitCode = await (await import("./up.ts")).runReviewUp(pull, options, process.env);
    });
  review
    .command("down")
    .description("Deletes all of it, also what is in its buckets, and its stack. Twice is a success.")
    .argument(...number)
    .addOption(folder())
    .addOption(new Option("--dry-run", "only show what would be deleted").conflicts("yes"))
    .option("--yes", "delete what was shown without asking")
    .option("--comment", "say so in the comment on the pull request")
    .option("--json", "the result as JSON")
    .addOption(repository())
    .action(async (pull: string, options: ReviewDownCommand) => {
      process.exitCode = await (await import("./down.ts")).runReviewDown(pull, options, process.env);
    });
  review
    .command("list")
    .description("The environments that are there: their age, addresses and cost, and whether they stay.")
    .addOption(folder())
    .option("--json", "the same as JSON")
    .addOption(repository())
    .action(async (options: ReviewOptions) => {
      process.exitCode = await (await import("./list.ts")).runReviewList(options, process.env);
    });
  review
    .command("sweep")
    .description(
      "Shows what closed pull requests have left, with and without a stack, and environments that are too old; with --yes " +
        "it is deleted. Exit code 1: something could not be looked for, or is left.",
    )
    .addOption(folder())
    .option("--yes", "delete what goes")
    .option("--comment", "say so in the comments on the pull requests")
    .option("--json", "the same as JSON")
    .addOption(repository())
    .action(async (options: ReviewSweepCommand) => {
      process.exitCode = await (await import("./sweep.ts")).runReviewSweep(options, process.env);
    });
  review
    .command("show")
    .description("Names, addresses and variables of a pull request's environment, from the config alone.")
    .argument(...number)
    .addOption(branch())
    .addOption(folder())
    .option("--json", "on one line")
    .action(async (pull: string, options: PullOptions) => {
      process.exitCode = (await import("./show.ts")).runReviewShow(pull, options);
    });
  review
    .command("tell")
    .description("Says in the comment on the pull request what became of a deployment.")
    .argument(...number)
    .addOption(folder())
    .requiredOption("--deployment <result>", "success, failure, cancelled or skipped")
    .addOption(repository())
    .action(async (pull: string, options: ReviewTellCommand) => {
      process.exitCode = await (await import("./tell.ts")).runReviewTell(pull, options, process.env);
    });
}
