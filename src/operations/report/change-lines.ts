import type { PropertyChange, ResourceChange } from "../engine/change.ts";
import type { ChangeWords } from "./change-words.ts";
import { printableName } from "./printable.ts";
import { listSides } from "./property-sides.ts";

/** Widest column of property names; a longer name pushes its value to the right. */
const NAME_COLUMN = 40;

/**
 * A changed resource for a terminal, without indentation, and its properties below it:
 *
 *     fly App api
 *       memory         256 -> 512
 *       values.SECRET  (secret)
 */
export function renderChangeLines({ resource, action, properties }: ResourceChange, words: ChangeWords): string[] {
  const named = properties.map((property) => ({ property, path: printableName(property.path) }));
  const widths = named.map(({ path }) => path.length).filter((width) => width <= NAME_COLUMN);
  const column = Math.max(0, ...widths);
  const lines = named.map(({ property, path }) => `${path.padEnd(column)}  ${renderProperty(property, words)}`);
  return [`${printableName(resource)}${words[action]}`, ...indent(lines)];
}

/** A part of a report for a terminal: a title, and what it is about two columns to the right. Empty without lines. */
export function renderPart(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...indent(lines)].join("\n");
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function renderProperty(property: PropertyChange, { replaces }: ChangeWords): string {
  const sides = listSides(property).map(({ text }) => text);
  return `${sides.join(" -> ")}${property.replaces ? `  (${replaces})` : ""}`;
}
