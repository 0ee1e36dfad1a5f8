import { type Command, InvalidArgumentError, Option } from "commander";
import { parseStackName } from "../stack-name.ts";
import type { RotateCommand } from "./rotate.ts";
import type { ListCommand, SecretsCommand } from "./secrets.ts";
import type { SetCommand } from "./set.ts";

const folder = () => new Option("--project <folder>", "folder with Pulumi.yaml").default(".");

/** `parity secrets …`: where secrets come from and go to, and others in their place. No value is shown. */
export function addSecretsCommands(program: Command): void {
  const secrets = program.command("secrets").description("Where secrets come from and where they go. Shows no value.");
  secrets
    .command("list")
    .description(
      "Each secret of a stack: its source, what gets it, which apps restart when it changes, how old it is, how it is rotated. " +
        "What nobody could be asked is not known.",
    )
    .requiredOption("--stack <name>", "the stack")
    .addOption(folder())
    .option(
      "--older-than <days>",
      "only those that are known to be so old, such as 90d; exit code 1: there are some",
      days,
    )
    .option("--json", "the same as JSON")
    .action(async (options: ListCommand) => {
      process.exitCode = await (await import("./secrets.ts")).runSecretsList(options, process.env);
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
  secrets
    .command("set")
    .description(
      "Gives a stack a value that only a person has, encrypted with the stack's own key. It is read from standard input, or " +
        "asked for at a terminal without being shown. The next up sends it.",
    )
    .argument("<name>", "as the config has it in ${secrets.NAME}")
    .requiredOption("--stack <name>", "the stack; several times for several", listed)
    .addOption(folder())
    .option("--json", "where it goes, as JSON")
    .action(async (name: string, options: SetCommand) => {
      process.exitCode = await (await import("./set.ts")).runSecretsSet(name, options);
    });
  secrets
    .command("rotate")
    .description(
      "Makes other keys, hands them on, and lets the old ones go when nothing has them any more: generated values, the key of the " +
        "buckets, deploy tokens. Stacks that read them follow. Run again, it goes on where it was ended. Exit code 1: it failed.",
    )
    .argument("<path...>", "storage, apps.<key>.deployToken, or where a generated value is written")
    .requiredOption("--stack <name>", "the stack that has them", parseStackName)
    .addOption(folder())
    .addOption(new Option("--dry-run", "only show what would be done").conflicts("yes"))
    .option("--yes", "rotate what was shown without asking")
    .addOption(new Option("--end", "only let the old ones go that an earlier run has left").conflicts("atOnce"))
    .option("--at-once", "let the old ones go in the same run, as after a leak")
    .option("--again", "rotate also what was rotated within the last hour")
    .option("--json", "the result as JSON: { stack, outcome, plan, errors }")
    .action(async (paths: string[], options: RotateCommand) => {
      process.exitCode = await (await import("./rotate.ts")).runSecretsRotate(paths, options, process.env);
    });
}

function days(text: string): number {
  const [, number] = /^(\d{1,5})d?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError("It is a number of days, such as 90d.");
  return Number(number);
}

function listed(stack: string, before: readonly string[] = []): readonly string[] {
  return [...before, parseStackName(stack)];
}
