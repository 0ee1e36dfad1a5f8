import type { Calls, CloudCount, Count } from "./calls.ts";
import type { Spread } from "./comparison.ts";
import type { Installed } from "./installed.ts";
import { type LeastCall, leastOfRefresh, leastOfUp } from "./least-calls.ts";
import type { Phases } from "./phases.ts";
import type { Previews } from "./previews.ts";
import type { Reviews } from "./reviews.ts";

/** What ran. Ratios are of one run, seconds are of this machine. */
export interface Machine {
  readonly engine: string;
  /** Of the engine's distribution, or the sandbox's own where the engine was built. */
  readonly languageHost: "official" | "sandbox";
  readonly node: string;
  readonly processors: number;
}

/** All numbers of one run. In comparisons `a` is plyr.fm's production and `b` the empty project. */
export interface Report {
  readonly machine: Machine;
  readonly again: Previews;
  readonly first: Previews;
  readonly phases: { readonly a: Phases; readonly b: Phases };
  readonly calls: Calls;
  readonly reviews: Reviews;
  readonly installed: Installed;
}

/** The ratio to the empty project that is aimed at. */
const aim = 1;

export function renderReport({ machine, again, first, phases, calls, reviews, installed }: Report): string {
  const { engine, languageHost, node, processors } = machine;
  return [
    `pulumi ${engine} with the ${languageHost} language host, Node.js ${node}, ${processors} processors`,
    "",
    ...renderPreviews("Preview without changes, again", again),
    ...renderPreviews("Preview without changes, the first on a machine (in CI)", first),
    ...renderPhases(phases),
    ...renderCalls("Calls of `up` of staging from nothing", calls.up, leastOfUp),
    ...renderCalls("Calls of `refresh --skip-preview` of staging", calls.refresh, leastOfRefresh),
    columns("When nothing changed", "calls", "writes"),
    `${renderCount("  up of staging", calls.upAgain)}   ${verdict("0 writes", calls.upAgain.writes === 0)}`,
    `${renderCount("  preview of staging", calls.previewAgain)}   ${verdict("0 calls", calls.previewAgain.calls === 0)}`,
    "",
    ...renderReviews(reviews),
    ...renderInstalled(installed),
  ].join("\n");
}

function renderReviews({ staging, up, again, down, cost }: Reviews): string[] {
  const row = (name: string, seconds: number) => columns(name, seconds.toFixed(1), (seconds / staging).toFixed(2));
  return [
    columns("A pull request's environment of plyr.fm", "seconds", "to staging"),
    row("  parity up of staging from nothing", staging),
    row("  parity review up from nothing", up),
    row("  parity review up again", again),
    row("  parity review down", down),
    `  It costs ${cost.low.toFixed(2)} to ${cost.high.toFixed(2)} USD a month.`,
    "",
  ];
}

function renderInstalled({ install, up, megabytes, checkoutMegabytes }: Installed): string[] {
  return [
    columns("From the tarball to the first environment", "seconds"),
    columns("  npm install", install.toFixed(1)),
    columns("  parity up of staging in a new sandbox", up.toFixed(1)),
    columns("  together", (install + up).toFixed(1)),
    `  ${megabytes.toFixed(0)} MB are installed, ${(megabytes / checkoutMegabytes).toFixed(2)} of a checkout.`,
    "",
  ];
}

function renderPreviews(title: string, { wall, processor }: Previews): string[] {
  return [
    columns(title, "median", "min", "max"),
    columns("  plyr.fm's production, seconds", ...numbers(wall.a)),
    columns("  empty TypeScript project, seconds", ...numbers(wall.b)),
    `${columns("  ratio", ...numbers(wall.ratio))}   ${verdict(`≤ ${aim.toFixed(1)}`, wall.ratio.median <= aim)}`,
    columns("  ratio of time on a processor", ...numbers(processor.ratio)),
    "",
  ];
}

function renderPhases({ a, b }: Report["phases"]): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const seconds = (phases: Phases, name: string) => phases[name]?.toFixed(2) ?? "";
  return [
    columns("Where one preview waits, seconds", "production", "empty"),
    ...names.map((name) => columns(`  ${name}`, seconds(a, name), seconds(b, name))),
    "",
  ];
}

function renderCalls(title: string, counts: readonly CloudCount[], least: readonly LeastCall[]): string[] {
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
    row("  all", total),
    "  the least, and why",
    ...least.map(({ operation, count, why }) => `    ${count} ${operation.padEnd(40)} ${why}`),
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

function verdict(goal: string, met: boolean): string {
  return `${goal}: ${met ? "met" : "not met"}`;
}

function numbers({ median, min, max }: Spread): string[] {
  return [median, min, max].map((number) => number.toFixed(2));
}

function columns(first: string, ...others: readonly string[]): string {
  return first.padEnd(58) + others.map((text) => text.padStart(11)).join("");
}
