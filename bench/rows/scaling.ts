import { productFiles } from "../../test/stage/product.ts";
import { type Role, type Usage, watchProcesses } from "../processes.ts";
import type { Row } from "../row.ts";
import type { Stage } from "../stage.ts";
import { columns, verdict } from "../table.ts";
import type { Timing } from "../timed-command.ts";

const sizes = [1, 10, 50, 200] as const;
const mostMegabytes = 300;

/** One command. */
interface Cost extends Timing {
  readonly usage: Readonly<Record<Role, Usage>>;
}

interface Scale {
  readonly apps: number;
  readonly up: Cost;
  readonly preview: Cost;
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
  const cost = async (...words: readonly string[]): Promise<Cost> => {
    const { result, usage } = await watchProcesses(many.folder.home, () => many.time(words));
    return { ...result, usage };
  };
  const up = await cost("up", "--yes", "--skip-preview");
  const preview = await cost("preview", "--expect-no-changes");
  await sandbox.stop();
  return { apps, up, preview };
}

/** Of program and plugin: the engine's own is all the rest. */
function ownSeconds({ usage }: Cost): number {
  return usage.program.seconds + usage.plugin.seconds;
}

function peakOf({ up, preview }: Scale, role: Role): number {
  return Math.max(up.usage[role].megabytes, preview.usage[role].megabytes);
}

function render(scales: readonly Scale[]): string[] {
  const last = scales.at(-1);
  const most = last ? Math.max(peakOf(last, "program"), peakOf(last, "plugin")) : 0;
  const rows = (["up", "preview"] as const).flatMap((command) => [
    columns(`  ${command}, program and plugin`, ...scales.map((scale) => ownSeconds(scale[command]).toFixed(2))),
    columns("    each app beyond the first", ...perApp(scales, (scale) => ownSeconds(scale[command]))),
    columns("    the engine", ...scales.map((scale) => engineSeconds(scale[command]).toFixed(2))),
    columns("    each app beyond the first", ...perApp(scales, (scale) => engineSeconds(scale[command]))),
  ]);
  return [
    columns("Apps in one environment: seconds on a processor", ...scales.map(({ apps }) => String(apps))),
    ...rows,
    ...(["program", "plugin"] as const).map((role) =>
      columns(`  ${role}, megabytes at most`, ...scales.map((scale) => peakOf(scale, role).toFixed(0))),
    ),
    `  ${verdict(`linear or better: an app costs ours no more at ${last?.apps} than at ${scales[1]?.apps}`, isLinear(scales))}`,
    `  ${verdict(`at most ${mostMegabytes} MB at ${last?.apps}`, most <= mostMegabytes)}`,
    "",
  ];
}

function engineSeconds(cost: Cost): number {
  return cost.processor - ownSeconds(cost);
}

function perApp(scales: readonly Scale[], secondsOf: (scale: Scale) => number): string[] {
  const [first] = scales;
  return scales.map((scale) =>
    !first || scale === first ? "" : ((secondsOf(scale) - secondsOf(first)) / (scale.apps - first.apps)).toFixed(3),
  );
}

/** A tenth is what two runs differ by. */
function isLinear(scales: readonly Scale[]): boolean {
  return (["up", "preview"] as const).every((command) => {
    const [, ...costs] = perApp(scales, (scale) => ownSeconds(scale[command])).map(Number);
    return (costs.at(-1) ?? 0) <= (costs[0] ?? 0) * 1.1;
  });
}
