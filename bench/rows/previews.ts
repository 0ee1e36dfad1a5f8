import { join } from "node:path";
import { makeFloorProject } from "../floor.ts";
import { comparePhases, type Phases } from "../phases.ts";
import { comparePreviews, inTurn, type Previews, timeAgain } from "../previews.ts";
import type { Row } from "../row.ts";
import { columns, numbers, verdict } from "../table.ts";
import type { TimedStack } from "../timed-stack.ts";

/** The ratio to the empty project that is aimed at. */
const aim = 1;

export const previewsRow: Row = {
  name: "previews",
  about: "pulumi preview of plyr.fm's production without changes, against an empty TypeScript project",
  measure: async (stage) => {
    const { runs, say } = stage;
    const { production, empty } = await stage.plyr();
    const { again, first } = await comparePreviews(production, empty, runs, say);
    const floor = await makeFloorProject(production, join(stage.root, "floor"), await countResources(production));
    say("previews of a project of as many resources and plugins with nothing in them, and of the empty one, in turn");
    const least = await inTurn(runs, [floor, empty], timeAgain);
    const phases = await comparePhases(production, empty, say);
    const lines = [
      ...renderPreviews("Preview without changes, again", again),
      ...renderPreviews("Preview without changes, the first on a machine (in CI)", first),
      ...renderPreviews("The floor: as many resources and plugins, with nothing in them", least, "  floor, seconds"),
      ...renderPhases(phases),
    ];
    return { numbers: { again, first, floor: least, phases }, lines };
  },
};

/** All but the stack itself. */
async function countResources(stack: TimedStack): Promise<number> {
  const { deployment } = JSON.parse(await stack.ask(["stack", "export"])) as {
    readonly deployment: { readonly resources: readonly { readonly type: string }[] };
  };
  return deployment.resources.filter(({ type }) => !/^pulumi:(pulumi:Stack|providers:)/.test(type)).length;
}

function renderPreviews(
  title: string,
  { wall, processor }: Previews,
  ours = "  plyr.fm's production, seconds",
): string[] {
  return [
    columns(title, "median", "min", "max"),
    columns(ours, ...numbers(wall.a)),
    columns("  empty TypeScript project, seconds", ...numbers(wall.b)),
    `${columns("  ratio", ...numbers(wall.ratio))}   ${verdict(`≤ ${aim.toFixed(1)}`, wall.ratio.median <= aim)}`,
    columns("  ratio of time on a processor", ...numbers(processor.ratio)),
    "",
  ];
}

function renderPhases({ a, b }: { readonly a: Phases; readonly b: Phases }): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const seconds = (phases: Phases, name: string) => phases[name]?.toFixed(2) ?? "";
  return [
    columns("Where one preview waits, seconds", "production", "empty"),
    ...names.map((name) => columns(`  ${name}`, seconds(a, name), seconds(b, name))),
    "",
  ];
}
