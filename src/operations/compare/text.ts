import type { Place } from "../../problem/parts.ts";
import { renderPath } from "../../problem/path.ts";
import { printable } from "../../problem/printable.ts";
import type { Compared, Difference } from "./compare.ts";

/** One difference, with where it comes from. */
export interface Explained extends Difference {
  /** Where each of the two is written. */
  readonly places: readonly Place[];
  /** Why it is so, as the config says. */
  readonly reason?: string;
}

export interface Comparison {
  readonly stacks: readonly [first: string, second: string];
  readonly things: readonly (Omit<Compared, "differences"> & { readonly differences: readonly Explained[] })[];
}

/** For a terminal: what differs by thing, with both values, the lines that say so and the reason; then what is the same. */
export function renderComparison({ stacks: [first, second], things }: Comparison): string {
  const width = Math.max(first.length, second.length);
  const line = (stack: string, value: string | undefined, place: Place | undefined) =>
    `    ${stack.padEnd(width)}  ${value === undefined ? "(not there)" : `${printable(value)}${place ? `  ${renderPlace(place)}` : ""}`}`;
  const differing = things.filter(({ differences }) => differences.length > 0);
  const blocks = differing.map(({ thing, differences, same }) =>
    [
      `${thing}: ${differences.length} ${differences.length === 1 ? "differs" : "differ"}, ${same} the same`,
      ...differences.flatMap(({ path, first: one, second: other, places, reason }) => [
        `  ${renderPath(path.slice(thing.split(".").length)) || thing}`,
        line(first, one, places[0]),
        line(second, other, places[1]),
        ...(reason === undefined ? [] : [`    why: ${printable(reason)}`]),
      ]),
    ].join("\n"),
  );
  const equal = things.filter(({ differences }) => differences.length === 0).map(({ thing }) => thing);
  const ending = equal.length === 0 ? [] : [`The same in both: ${equal.join(", ")}.`];
  const none = differing.length === 0 ? [`${first} and ${second} differ in nothing that is declared.`] : [];
  return [...blocks, ...none, ...ending].join("\n\n");
}

function renderPlace({ file = "", line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}
