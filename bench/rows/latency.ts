import { type Comparison, compare } from "../comparison.ts";
import { type Chain, chainsOfDrift, chainsOfUp, lengthOf } from "../least-chains.ts";
import type { Row } from "../row.ts";
import type { Stage } from "../stage.ts";
import { columns, numbers, verdict } from "../table.ts";
import type { TimedStack } from "../timed-stack.ts";
import { findWaited, type WaitedCall } from "../waited.ts";

const delayMs = 100;
const aim = 1.25;
/** An up from nothing takes a destroy as well. */
const mostRuns = 3;

interface Latency {
  /** `a`: ours; `b`: the longest chain and the empty project. */
  readonly wall: Comparison;
  /** What the last run of ours waited for. */
  readonly waited: readonly WaitedCall[];
}

export const latencyRow: Row = {
  name: "latency",
  about: "parity up from nothing and parity drift with 100 ms on every answer, against what must be waited for",
  measure: async (stage) => {
    const { sandbox, production, empty } = await stage.plyr();
    await sandbox.run(["parity", "up", "--stack", "staging", "--yes"]);
    const staging = await sandbox.openStack("staging");
    await sandbox.setConditions({ delayMs });
    stage.say(
      `parity drift of production with ${delayMs} ms on every answer, and previews of the empty project, in turn`,
    );
    const drift = await inTurn(stage, chainsOfDrift, [
      () => production.timeParity(["drift"]),
      () => empty.time(["preview"]),
    ]);
    stage.say(`parity up of staging from nothing with ${delayMs} ms on every answer, and the empty project's, in turn`);
    const up = await inTurn(stage, chainsOfUp, [
      () => fromNothing(staging, () => staging.timeParity(["up", "--yes"])),
      () => fromNothing(empty, () => empty.time(["up", "--yes"])),
    ]);
    await sandbox.setConditions({});
    return {
      numbers: { up, drift },
      lines: [
        ...render("parity up of staging from nothing", up, chainsOfUp),
        ...render("parity drift of production", drift, chainsOfDrift),
      ],
    };
  },
};

async function fromNothing<T>(stack: TimedStack, act: () => T): Promise<Awaited<T>> {
  await stack.run(["destroy", "--yes", "--skip-preview"]);
  return await act();
}

type Measure = () => Promise<{ wall: number }> | { wall: number };

async function inTurn(
  stage: Stage,
  chains: readonly Chain[],
  [ours, theirs]: readonly [Measure, Measure],
): Promise<Latency> {
  const { sandbox } = await stage.plyr();
  const least = (lengthOf(chains) * delayMs) / 1000;
  const pairs: [number, number][] = [];
  let waited: readonly WaitedCall[] = [];
  for (let run = 0; run < Math.min(stage.runs, mostRuns); run += 1) {
    const before = (await sandbox.readJournal()).length;
    const one = await ours();
    const began = Date.now() - one.wall * 1000;
    const entries = (await sandbox.readJournal()).slice(before);
    waited = findWaited(
      entries.filter(({ at = "" }) => Date.parse(at) >= began),
      began,
    );
    pairs.push([one.wall, least + (await theirs()).wall]);
  }
  return { wall: compare(pairs), waited };
}

function render(title: string, { wall, waited }: Latency, chains: readonly Chain[]): string[] {
  return [
    columns(`With ${delayMs} ms on every answer`, "median", "min", "max"),
    columns(`  ${title}, seconds`, ...numbers(wall.a)),
    columns(`  ${lengthOf(chains)} calls and the empty project, seconds`, ...numbers(wall.b)),
    `${columns("  ratio", ...numbers(wall.ratio))}   ${verdict(`≤ ${aim}`, wall.ratio.median <= aim)}`,
    "  the longest chains of calls that need each other",
    ...chains.map(({ what, calls }) => `    ${what}: ${calls.map(({ operation }) => operation).join(" → ")}`),
    "  what the last run waited for: milliseconds before the call, and until its answer",
    ...waited.map(
      ({ operation, beforeMs, ms, path }) =>
        `    ${String(Math.round(beforeMs)).padStart(6)} ${String(ms).padStart(5)}  ${operation}  ${path.slice(0, 80)}`,
    ),
    "",
  ];
}
