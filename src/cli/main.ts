import { Command } from "commander";
import { check, failed, renderReports } from "./check.ts";

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

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
