import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { check, failed, renderReports } from "./check.ts";
import { cost, renderCosts } from "./cost.ts";
import { type EnvOptions, writeEnv } from "./env.ts";
import { render } from "./render.ts";
import { jsonSchemas } from "./schema.ts";

const program = new Command("parity").description("Environments of a small web product, held to parity.");

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
  .command("schema")
  .description("Writes the JSON Schemas of the config, for editors. With --check: exit code 1 when they are stale.")
  .option("--check", "compare instead of writing")
  .action(({ check: compare }: { check?: boolean }) => {
    const root = new URL("../../", import.meta.url);
    for (const [file, text] of Object.entries(jsonSchemas())) {
      const path = new URL(file, root);
      const fresh = existsSync(path) && readFileSync(path, "utf8") === text;
      if (!compare && !fresh) writeFileSync(path, text);
      if (compare && !fresh) process.exitCode = 1;
      process.stdout.write(`${file}: ${fresh ? "fresh" : compare ? "stale; run: npm run schema" : "written"}\n`);
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
  .command("cost")
  .description("What a month costs at public list prices, by stack. Sleeping machines make a range.")
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

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
