import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { check, failed, renderReports } from "./check.ts";
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

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
