import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countCalls } from "./calls.ts";
import { makeEmptyProject } from "./empty-project.ts";
import { timeInstalled } from "./installed.ts";
import { comparePhases } from "./phases.ts";
import { comparePreviews } from "./previews.ts";
import { type Report, renderReport } from "./report.ts";
import { timeReview } from "./reviews.ts";
import { BenchSandbox } from "./sandbox.ts";

const help = `Measures this program against what it costs at least. One run, a few minutes, no account; nothing is asserted.

  npm run bench -- [--runs <n>] [--json]

  --runs <n>   previews of each project, in turn (5)
  --json       the numbers as JSON on stdout, without tables
`;

function readOptions(argv: readonly string[]): { runs: number; json: boolean; help: boolean } {
  const { values } = parseArgs({
    args: [...argv],
    options: { runs: { type: "string", default: "5" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (!/^[1-9]\d*$/.test(values.runs)) throw new TypeError(`--runs is a whole number above 0, not ${values.runs}`);
  return { runs: Number(values.runs), json: values.json ?? false, help: values.help ?? false };
}

async function measure(runs: number): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), "parity-bench-"));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const sandbox = new BenchSandbox(root, say);
  try {
    say("plyr.fm's production comes up in a sandbox of its own");
    await sandbox.run(["up", "--stack", "production", "--yes"]);
    const production = await sandbox.openProduction();
    const empty = await makeEmptyProject(production, join(root, "empty"));
    const previews = await comparePreviews(production, empty, runs, say);
    const phases = await comparePhases(production, empty, say);
    const calls = await countCalls(sandbox, say);
    const reviews = await timeReview(sandbox, say);
    const installed = timeInstalled(root, say);
    const { version, hasLanguageHost } = production.engine;
    const machine = {
      engine: version,
      languageHost: hasLanguageHost ? ("official" as const) : ("sandbox" as const),
      node: process.versions.node,
      processors: availableParallelism(),
    };
    return { machine, ...previews, phases, calls, reviews, installed };
  } finally {
    await sandbox.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

// Ctrl-C ends the command that runs, and so this run, which still cleans up.
process.on("SIGINT", () => undefined);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else {
    const report = await measure(options.runs);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
  }
} catch (error) {
  const usage = error instanceof TypeError;
  process.stderr.write(`${(error as Error).message}\n${usage ? `\n${help}` : ""}`);
  process.exitCode = usage ? 2 : 1;
}
