import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { line } from "../../problem/command-line.ts";
import { printableJson } from "../../problem/printable.ts";
import type { EnvOptions } from "../env.ts";
import type { RenderOptions } from "../render.ts";

/** What is written for the application's repository, and for this one. */
export function addFileCommands(program: Command): void {
  program
    .command("render")
    .description("Writes fly.toml, workflows, .env and the environments page into the application's repository.")
    .requiredOption("--out <folder>", "root of the application's repository")
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--check", "compare instead of writing; exit code 1 and a diff when a file is stale")
    .option("--force", "overwrite files that were edited by hand, or that something else wrote")
    .option("--json", "the same as JSON: { files: [{ path, became, why }], problems }")
    .action(async (options: RenderOptions & { json?: boolean }) => {
      const { render } = await import("../render.ts");
      const { text, exitCode, ...data } = render(options);
      process.stdout.write(`${options.json ? printableJson(data) : text}\n`);
      process.exitCode = exitCode;
    });

  program
    .command("env")
    .description("Writes .env for local work with given values, mode 600. Exit code 1 when a file was left as it was.")
    .requiredOption("--out <folder>", "root of the application's repository")
    .option("--stack <name>", "a stack of tier development; default: the only one")
    .option("--project <folder>", "folder with Pulumi.yaml", ".")
    .option("--values <file>", "JSON of values by address, such as databases.main.url; - reads standard input")
    .option("--force", "overwrite what somebody has filled in")
    .option("--json", "the same as JSON: { files: [{ path, became, why }] }")
    .action(async (options: EnvOptions & { json?: boolean }) => {
      const { writeEnv } = await import("../env.ts");
      const { text, exitCode, files } = writeEnv(options);
      process.stdout.write(`${options.json ? printableJson({ files }) : text}\n`);
      process.exitCode = exitCode;
    });

  program
    .command("schema")
    .description(
      "Writes what the schemas say: JSON Schemas for editors, docs/reference.md. With --check: exit code 1 when stale.",
    )
    .option("--check", "compare instead of writing")
    .option("--out <folder>", "where docs is", ".")
    .action(async ({ check: compare, out }: { check?: boolean; out: string }) => {
      const { schemaFiles } = await import("../schema.ts");
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
}
