import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { line } from "../problem/command-line.ts";
import type { AdoptCommand } from "./adopt.ts";
import { check, failed, renderReports } from "./check.ts";
import type { CompareCommand } from "./compare.ts";
import { cost, renderCosts } from "./cost.ts";
import type { DestroyCommand } from "./destroy.ts";
import type { DoctorCommand } from "./doctor.ts";
import type { DriftCommand } from "./drift.ts";
import { type EnvOptions, writeEnv } from "./env.ts";
import { printFailure } from "./failure.ts";
import type { InitCommand } from "./init/init.ts";
import { outliveReaders } from "./output.ts";
import type { PreviewCommand } from "./preview.ts";
import { render } from "./render.ts";
import type { ResetCommand } from "./reset.ts";
import { addReviewCommands } from "./review/commands.ts";
import { schemaFiles } from "./schema.ts";
import { addSecretsCommands } from "./secrets/commands.ts";
import { parseStackName } from "./stack-name.ts";
import type { UpCommand } from "./up.ts";

const program = new Command("parity")
  .description("Environments of a small web product, held to parity.")
  .version(packageJson.version, "--version", "the version of this package")
  // What is wrong with the words of a command is a problem like any other. Commands take this over from here.
  .exitOverride()
  .configureOutput({ outputError: () => undefined });

program
  .command("check")
  .description("Everything that is wrong with the config, before any network call. Exit code 1 when something is.")
  .option("--stack <name>", "only this stack")
  .option("--project <folder>", "folder with Pulumi.yaml", ".")
  .option("--json", "the same as JSON: a list of { stack, needs, secrets, problems }")
  .action(({ stack, project, json }: { stack?: string; project: string; json?: boolean }) => {
    const reports = check(project, stack);
    process.stdout.write(`${json ? JSON.stringify(reports, null, 2) : renderReports(reports)}\n`);
    process.exitCode = failed(reports) ? 1 : 0;
  });

program
  .command("init")
  .description(
    "Writes the files of a new product: six questions, or flags, or what a repository's fly.toml files say. Writes over nothing.",
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
  .option("--yes", "ask nothing: what no flag says is as usual")
  .option("--no-stacks", "leave the backend alone")
  .action(async (folder: string, options: InitCommand) => {
    process.exitCode = await (await import("./init/init.ts")).runInit(folder, options);
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
    process.exitCode = await (await import("./doctor.ts")).runDoctor(options, process.env);
  });

program
  .command("schema")
  .description(
    "Writes what the schemas say: JSON Schemas for editors, docs/reference.md. With --check: exit code 1 when stale.",
  )
  .option("--check", "compare instead of writing")
  .option("--out <folder>", "where docs is", ".")
  .action(({ check: compare, out }: { check?: boolean; out: string }) => {
    for (const [file, text] of Object.entries(schemaFiles())) {
      const path = join(out, file);
      const fresh = existsSync(path) && readFileSync(path, "utf8") === text;
      if (!compare && !fresh) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
      if (compare && !fresh) process.exitCode = 1;
      process.stdout.write(
        `${file}: ${fresh ? "fresh" : compare ? `stale; run: ${line`parity schema --out ${out}`}` : "written"}\n`,
      );
    }
  });

program
  .command("render")
  .description("Writes fly.toml, workflows, .env and the environments page into the application's repository.")
  .requiredOption("--out <folder>", "root of the application's repository")
  .option("--project <folder>", "folder with Pulumi.yaml", ".")
  .option("--check", "compare instead of writing; exit code 1 and a diff when a file is stale")
  .option("--force", "overwrite files that were edited by hand, or that something else wrote")
  .action((options: { out: string; project: string; check?: boolean; force?: boolean }) => {
    const { text, exitCode } = render(options);
    process.stdout.write(`${text}\n`);
    process.exitCode = exitCode;
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
    process.exitCode = (await import("./compare.ts")).runCompare(stack, other, options);
  });

program
  .command("cost")
  .description(
    "What a month costs at public list prices, by stack. Sleeping machines make a range. --stack review: one pull request's environment.",
  )
  .option("--stack <name>", "only this stack")
  .option("--project <folder>", "folder with Pulumi.yaml", ".")
  .option("--json", "the same as JSON: a list of { stack, lines, low, high, pricesOf }")
  .action(({ stack, project, json }: { stack?: string; project: string; json?: boolean }) => {
    const costs = cost(project, stack);
    process.stdout.write(`${json ? JSON.stringify(costs, null, 2) : renderCosts(costs)}\n`);
  });

program
  .command("env")
  .description("Writes .env for local work with given values, mode 600. Exit code 1 when a file was left as it was.")
  .requiredOption("--out <folder>", "root of the application's repository")
  .option("--stack <name>", "a stack of tier development; default: the only one")
  .option("--project <folder>", "folder with Pulumi.yaml", ".")
  .option("--values <file>", "JSON of values by address, such as databases.main.url; - reads standard input")
  .option("--force", "overwrite what somebody has filled in")
  .action((options: EnvOptions) => {
    const { text, exitCode } = writeEnv(options);
    process.stdout.write(`${text}\n`);
    process.exitCode = exitCode;
  });

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
  .action(async (options: PreviewCommand) => {
    process.exitCode = await (await import("./preview.ts")).runPreview(options, process.env);
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
    process.exitCode = await (await import("./up.ts")).runUp(options, process.env);
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
    process.exitCode = await (await import("./adopt.ts")).runAdopt(options, process.env);
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
    process.exitCode = await (await import("./destroy.ts")).runDestroy(options, process.env);
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
  .action(async (options: ResetCommand) => {
    process.exitCode = await (await import("./reset.ts")).runReset(options, process.env);
  });

addReviewCommands(program);
addSecretsCommands(program);

program
  .command("drift")
  .description(
    "Compares clouds, state and config, and changes none of them. Exit code 2: they differ, or something is broken; " +
      "1: it is not known.",
  )
  .addOption(new Option("--stack <name>", "only this stack").argParser(parseStackName).conflicts("all"))
  .option("--all", "every stack that is up (the default)")
  .option("--project <folder>", "folder with Pulumi.yaml", ".")
  .addOption(new Option("--markdown", "the report as Markdown").conflicts("json"))
  .option("--json", "the same as JSON: a list of reports")
  .option("--issue", "keep one issue for each stack: opened, brought up to date, closed when the drift is gone")
  .option("--summary", "add the report to the summary of the Actions step")
  .option("--repository <owner/name>", "where the issues are; default: GITHUB_REPOSITORY")
  .action(async (options: DriftCommand) => {
    process.exitCode = await (await import("./drift.ts")).runDrift(options, process.env);
  });

outliveReaders();
try {
  await program.parseAsync();
} catch (error) {
  printFailure(error, process.argv.includes("--json"));
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
