import { type CloudCount, type Count, countCalls } from "../calls.ts";
import { callsOfRefresh, callsOfUp, type LeastCall } from "../least-calls.ts";
import type { Row } from "../row.ts";
import { columns, verdict } from "../table.ts";

/** Times the least that a command may call. */
const aim = 1.1;

export const callsRow: Row = {
  name: "calls",
  about: "what the clouds are asked for plyr.fm's staging, against the least",
  measure: async (stage) => {
    const { sandbox } = await stage.plyr();
    const calls = await countCalls(sandbox, stage.say);
    const lines = [
      ...renderCalls("Calls of `up` of staging from nothing", calls.up, callsOfUp),
      ...renderCalls("Calls of `refresh --skip-preview` of staging", calls.refresh, callsOfRefresh),
      columns("When nothing changed", "calls", "writes"),
      `${renderCount("  up of staging", calls.upAgain)}   ${verdict("0 writes", calls.upAgain.writes === 0)}`,
      `${renderCount("  preview of staging", calls.previewAgain)}   ${verdict("0 calls", calls.previewAgain.calls === 0)}`,
      "",
    ];
    return { numbers: calls, lines };
  },
};

/** The calls of the least, with reasons. */
type Reasons = Readonly<Record<string, readonly LeastCall[]>>;

function renderCalls(title: string, counts: readonly CloudCount[], reasons: Reasons): string[] {
  const total = counts.reduce(
    (sum, { calls, writes, least: { calls: leastCalls, writes: leastWrites } }) => ({
      calls: sum.calls + calls,
      writes: sum.writes + writes,
      least: { calls: sum.least.calls + leastCalls, writes: sum.least.writes + leastWrites },
    }),
    { calls: 0, writes: 0, least: { calls: 0, writes: 0 } },
  );
  const row = (name: string, { calls, writes, least }: Omit<CloudCount, "cloud" | "beyond">) =>
    columns(name, String(calls), String(least.calls), String(writes), String(least.writes));
  return [
    columns(title, "calls", "least", "writes", "least"),
    ...counts.flatMap((count) => [row(`  ${count.cloud}`, count), ...renderBeyond(count)]),
    `${row("  all", total)}   ${verdict(`≤ ${aim}`, total.calls / total.least.calls <= aim)}`,
    ...Object.entries(reasons).flatMap(([what, calls]) => [
      `  ${what}`,
      ...calls.map(({ operation, count, why }) => `    ${count} ${operation.padEnd(40)} ${why}`),
    ]),
    "",
  ];
}

function renderBeyond({ beyond }: CloudCount): string[] {
  const more = Object.entries(beyond).map(([operation, count]) => `${operation.replace(/^\w+\./, "")} ${count}`);
  return more.length > 0 ? [`    beyond the least: ${more.join(", ")}`] : [];
}

function renderCount(name: string, { calls, writes }: Count): string {
  return columns(name, String(calls), String(writes));
}
