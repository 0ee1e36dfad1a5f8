import { comparePhases, type Phases } from "../phases.ts";
import { comparePreviews, type Previews } from "../previews.ts";
import type { Row } from "../row.ts";
import { columns, numbers, verdict } from "../table.ts";

/** The ratio to the empty project that is aimed at. */
const aim = 1;

export const previewsRow: Row = {
  name: "previews",
  about: "pulumi preview of plyr.fm's production without changes, against an empty TypeScript project",
  measure: async (stage) => {
    const { runs, say } = stage;
    const { production, empty } = await stage.plyr();
    const { again, first } = await comparePreviews(production, empty, runs, say);
    const phases = await comparePhases(production, empty, say);
    const lines = [
      ...renderPreviews("Preview without changes, again", again),
      ...renderPreviews("Preview without changes, the first on a machine (in CI)", first),
      ...renderPhases(phases),
    ];
    return { numbers: { again, first, phases }, lines };
  },
};

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

function renderPhases({ a, b }: { readonly a: Phases; readonly b: Phases }): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const seconds = (phases: Phases, name: string) => phases[name]?.toFixed(2) ?? "";
  return [
    columns("Where one preview waits, seconds", "production", "empty"),
    ...names.map((name) => columns(`  ${name}`, seconds(a, name), seconds(b, name))),
    "",
  ];
}
