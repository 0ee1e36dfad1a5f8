import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { findEngine } from "../sandbox/engine/engine.ts";
import { renderMachine } from "./machine.ts";
import type { Measured, Row } from "./row.ts";
import { callsRow } from "./rows/calls.ts";
import { checkRow } from "./rows/check.ts";
import { installedRow } from "./rows/installed.ts";
import { latencyRow } from "./rows/latency.ts";
import { plainRow } from "./rows/plain.ts";
import { previewsRow } from "./rows/previews.ts";
import { rateLimitsRow } from "./rows/rate-limits.ts";
import { reviewsRow } from "./rows/reviews.ts";
import { scalingRow } from "./rows/scaling.ts";
import { unchangedRow } from "./rows/unchanged.ts";
import { Stage } from "./stage.ts";

const rows: readonly Row[] = [
  checkRow,
  previewsRow,
  callsRow,
  reviewsRow,
  latencyRow,
  rateLimitsRow,
  scalingRow,
  plainRow,
  unchangedRow,
  installedRow,
];

const help = `Measures this program against what it costs at least. One run, a few minutes, no account; nothing is asserted.

  npm run bench -- [--only <row>]… [--runs <n>] [--json]

${rows.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join("\n")}

  --only <row>  this row alone, or these
  --runs <n>    previews of each project, in turn (5)
  --json        the numbers as JSON on stdout, without tables
`;

interface Options {
  readonly chosen: readonly Row[];
  readonly runs: number;
  readonly json: boolean;
  readonly help: boolean;
}

function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string", multiple: true, default: rows.map(({ name }) => name) },
      runs: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) throw new TypeError(`there is no row ${unknown}`);
  if (!/^[1-9]\d*$/.test(values.runs)) throw new TypeError(`--runs is a whole number above 0, not ${values.runs}`);
  const chosen = rows.filter(({ name }) => values.only.includes(name));
  return { ...values, chosen, runs: Number(values.runs) };
}

/** Each row as soon as it is measured: what a later one ends with, this one has been told. */
async function measure({ chosen, runs, json }: Options): Promise<void> {
  // The real plugins of Cloudflare and GitHub are processes that an engine starts, so that their stubs are, too.
  process.env["PARITY_STUB_PROCESSES"] = "1";
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const stage = new Stage(runs, say);
  try {
    const { version } = await findEngine({ env: process.env, say });
    const machine = {
      engine: version,
      node: process.versions.node,
      processors: availableParallelism(),
    };
    const measured = new Map<string, Measured>();
    if (!json) process.stdout.write(renderMachine(machine));
    for (const row of chosen) {
      const found = await row.measure(stage);
      measured.set(row.name, found);
      if (!json) process.stdout.write(found.lines.map((line) => `${line}\n`).join(""));
    }
    const numbers = [...measured].map(([name, found]) => [name, found.numbers]);
    if (json) process.stdout.write(`${JSON.stringify({ machine, ...Object.fromEntries(numbers) }, null, 2)}\n`);
  } finally {
    await stage.close();
  }
}

// Ctrl-C ends the command that runs, and so this run, which still cleans up.
process.on("SIGINT", () => undefined);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else await measure(options);
} catch (error) {
  const usage = error instanceof TypeError;
  process.stderr.write(`${(error as Error).message}\n${usage ? `\n${help}` : ""}`);
  process.exitCode = usage ? 2 : 1;
}
