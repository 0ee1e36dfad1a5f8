import { productFiles } from "../../test/stage/product.ts";
import { type Peaks, watchPeaks } from "../peaks.ts";
import type { Row } from "../row.ts";
import type { Stage } from "../stage.ts";
import { columns, verdict } from "../table.ts";
import type { Timing } from "../timed-command.ts";

const sizes = [1, 10, 50, 200] as const;
const mostMegabytes = 300;

interface Scale {
  readonly apps: number;
  readonly up: Timing;
  readonly preview: Timing;
  /** Of both runs. */
  readonly peaks: Peaks;
}

export const scalingRow: Row = {
  name: "scaling",
  about: `${sizes.join(", ")} apps in one environment: time of up and preview, memory of program and plugin`,
  measure: async (stage) => {
    const scales: Scale[] = [];
    for (const apps of sizes) scales.push(await measureScale(stage, apps));
    return { numbers: scales, lines: render(scales) };
  },
};

/**
 * Each app has its addresses and two secrets, one of them generated. Nothing deploys them: a GitHub environment has room for 100 deploy
 * tokens.
 */
function appsOf(count: number) {
  const names = Array.from({ length: count }, (_, index) => `app${index + 1}`);
  const app = (key: string, index: number) => ({
    ...{ name: `acme-${key}`, port: 8000, health: "/health" },
    local: { port: 8000 + index, command: "serve" },
    secrets: { KEY: { generate: "hex" }, NAME: key },
  });
  return Object.fromEntries(names.map((key, index) => [key, app(key, index)]));
}

async function measureScale(stage: Stage, apps: number): Promise<Scale> {
  stage.say(`${apps} ${apps === 1 ? "app comes" : "apps come"} up, and are previewed`);
  const sandbox = stage.open(
    `apps-${apps}`,
    productFiles({ repository: undefined, apps: appsOf(apps) }, { many: { tier: "staging" } }),
  );
  await sandbox.prepare(["many"]);
  const many = await sandbox.openStack("many");
  const measured = await watchPeaks(many.folder.home, async () => {
    const up = await many.time(["up", "--yes", "--skip-preview"]);
    return { up, preview: await many.time(["preview", "--expect-no-changes"]) };
  });
  await sandbox.stop();
  return { apps, ...measured.result, peaks: measured.peaks };
}

function render(scales: readonly Scale[]): string[] {
  const last = scales.at(-1);
  const most = Math.max(last?.peaks.program ?? 0, last?.peaks.plugin ?? 0);
  return [
    columns("Apps in one environment: seconds on a processor", ...scales.map(({ apps }) => String(apps))),
    columns("  up from nothing", ...scales.map(({ up }) => up.processor.toFixed(2))),
    columns("  preview without changes", ...scales.map(({ preview }) => preview.processor.toFixed(2))),
    columns("  up, each app beyond the first", ...perApp(scales, ({ up }) => up.processor)),
    columns("  preview, each app beyond the first", ...perApp(scales, ({ preview }) => preview.processor)),
    columns("  program, megabytes at most", ...scales.map(({ peaks }) => peaks.program.toFixed(0))),
    columns("  plugin, megabytes at most", ...scales.map(({ peaks }) => peaks.plugin.toFixed(0))),
    `  ${verdict("linear: an app costs no more at 200 than at 10", isLinear(scales))}`,
    `  ${verdict(`${mostMegabytes} MB at ${last?.apps}`, most <= mostMegabytes)}`,
    "",
  ];
}

function perApp(scales: readonly Scale[], secondsOf: (scale: Scale) => number): string[] {
  const [first] = scales;
  return scales.map((scale) =>
    !first || scale === first ? "" : ((secondsOf(scale) - secondsOf(first)) / (scale.apps - first.apps)).toFixed(3),
  );
}

/** The cost of one more app, from the smallest step to the largest. */
function isLinear(scales: readonly Scale[]): boolean {
  return [({ up }: Scale) => up.processor, ({ preview }: Scale) => preview.processor].every((secondsOf) => {
    const [, ...costs] = perApp(scales, secondsOf).map(Number);
    return Math.max(...costs.slice(1)) <= (costs[0] ?? 0) * 1.1;
  });
}
