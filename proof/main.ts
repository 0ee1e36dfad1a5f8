import { parseArgs } from "node:util";
import { type Options, type Row, renderTally } from "./row.ts";
import { adoptRow } from "./rows/adopt.ts";
import { driftRow } from "./rows/drift.ts";
import { faultsRow } from "./rows/faults.ts";
import { killsRow } from "./rows/kills.ts";
import { lineageRow } from "./rows/lineage.ts";
import { lostRow } from "./rows/lost.ts";
import { reviewsRow } from "./rows/reviews.ts";
import { rotateRow } from "./rows/rotate.ts";
import { sequencesRow } from "./rows/sequences.ts";
import { staleRow } from "./rows/stale.ts";

const rows: readonly Row[] = [
  faultsRow,
  staleRow,
  driftRow,
  killsRow,
  lostRow,
  sequencesRow,
  lineageRow,
  adoptRow,
  reviewsRow,
  rotateRow,
];

const help = `Long proofs against the emulated clouds. Each prints how many cases were exact, and ends with 1 when one was not.

  npm run proof -- <row> [--every <n>] [--only <case>] [--count <n>] [--seed <n>]

${rows.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}
  ${"all".padEnd(10)} every row

  --every <n>    every n-th case only (1)
  --only <case>  the case of this name, as a failing one prints it, or all below it
  --count <n>    how many sequences (1000)
  --seed <n>     what they are made from (1)
`;

function readOptions(argv: readonly string[]): { names: string[]; options: Options } {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      every: { type: "string", default: "1" },
      count: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
    },
  });
  const whole = (name: "every" | "count" | "seed") => {
    if (!/^[1-9]\d*$/.test(values[name])) throw new TypeError(`--${name} is a whole number above 0`);
    return Number(values[name]);
  };
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const options = { every: whole("every"), count: whole("count"), seed: whole("seed"), only: values.only, say };
  return { names: positionals, options };
}

const { names, options } = readOptions(process.argv.slice(2));
const chosen = names.includes("all") ? rows : rows.filter(({ name }) => names.includes(name));
if (chosen.length === 0) process.stdout.write(help);
for (const row of chosen) {
  const tallies = await row.run(options);
  if (options.only !== undefined && tallies.every(({ cases }) => cases === 0)) {
    process.stderr.write(`${row.name} has no case ${options.only}.\n`);
    process.exitCode = 1;
  }
  for (const tally of tallies.filter(({ cases }) => cases > 0)) {
    process.stdout.write(`${renderTally(tally)}\n`);
    for (const { name } of tally.failures) {
      const alone = row.isOne ? `--count ${options.count} --seed ${options.seed} # ${name}` : `--only '${name}'`;
      process.stdout.write(`  npm run proof -- ${row.name} ${alone}\n`);
    }
    if (tally.failures.length > 0) process.exitCode = 1;
  }
}
