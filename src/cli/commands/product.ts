import { type Command, Option } from "commander";
import type { CompareCommand } from "../compare.ts";
import type { DoctorCommand } from "../doctor.ts";
import type { InitCommand } from "../init/init.ts";
import { type CheckCommand, runCheck } from "../run-check.ts";
import { parseStackName } from "../stack-name.ts";

/** What a product is made with and looked at, before a cloud is changed. */
export function addProductCommands(program: Command): void {
  program
    .command("init")
    .description(
      "Writes the files of a new product: six questions, or flags, or what a repository's files say. Writes over nothing. Where tokens of Fly, Neon " +
        "and Cloudflare are set, these are asked which accounts there are, and nothing else.",
    )
    .argument("[folder]", "where they go; made where it is missing", ".")
    .option("--name <name>", "of the product; default: the folder's")
    .option("--repository <owner/name>", "the application's at GitHub; default: git's origin")
    .option("--organization <slug>", "Fly organization")
    .option("--region <code>", "Fly region; default: iad")
    .option("--apps <list>", "such as api:8000,worker: with a port it serves HTTP")
    .option("--database <kind>", "one of none, neon, fly")
    .option("--with <list>", "bucket, site; with --database")
    .option("--environments <list>", "of dev, staging, production, review")
    .option("--from <folder>", "the application's repository: its fly.toml files are read, and kept")
    .option("--backend <url>", "where the states are, such as s3://shop-states; default: where the engine is logged in")
    .option("--package <source>", "where npm gets this package from, such as a tarball; default: the registry")
    .option("--yes", "ask nothing: what no flag says is as usual")
    .option("--no-stacks", "leave the backend alone")
    .option("--json", "the same as JSON: { name, folder, stacks, problems, placeholders, made, next }")
    .action(async (folder: string, options: InitCommand) => {
      process.exitCode = await (await import("../init/init.ts")).runInit(folder, options, process.env);
    });

  program
    .command("check")
    .description("Everything that is wrong with the config, before any network call. Exit code 1 when something is.")
    .option("--stack <name>", "only this stack")
    .option("--project <folders...>", "folder with Pulumi.yaml, or several: then each is named before its answer", [
      ".",
    ])
    .option(
      "--json",
      "the same as JSON: a list of { stack, needs, secrets, things, problems }; of several folders, by folder",
    )
    .action(async (options: CheckCommand) => {
      process.exitCode = await runCheck(options);
    });

  program
    .command("doctor")
    .description(
      "Whether everything that a run needs is there: node, engine, backend, passphrase, locks, plugins, credentials, names, limits. " +
        "Writes nothing anywhere. Exit code 1 when something is wrong.",
    )
    .addOption(new Option("--stack <name>", "only this stack").argParser(parseStackName))
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--json", "the same as JSON: a list of { what, state, detail, problem }")
    .action(async (options: DoctorCommand) => {
      process.exitCode = await (await import("../doctor.ts")).runDoctor(options, process.env);
    });

  program
    .command("compare")
    .description(
      "What two environments have otherwise, thing by thing: both values, the lines that say so, and why. Asks no cloud.",
    )
    .argument("<stack>", "such as staging")
    .argument("<other>", "such as production")
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--json", "the same as JSON: { stacks, things: [{ thing, same, differences }] }")
    .action(async (stack: string, other: string, options: CompareCommand) => {
      process.exitCode = (await import("../compare.ts")).runCompare(stack, other, options);
    });

  program
    .command("cost")
    .description(
      "What a month costs at public list prices, by stack. Sleeping machines make a range. --stack review: one pull request's environment.",
    )
    .option("--stack <name>", "only this stack")
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--json", "the same as JSON: a list of { stack, lines, low, high, pricesOf }")
    .action(async ({ stack, project, json }: { stack?: string; project: string; json?: boolean }) => {
      const { cost, renderCosts } = await import("../cost.ts");
      const costs = cost(project, stack);
      process.stdout.write(`${json ? JSON.stringify(costs, null, 2) : renderCosts(costs)}\n`);
    });
}
