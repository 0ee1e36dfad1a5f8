import { printable } from "../../problem/printable.ts";
import type { PropertyChange } from "../engine/change.ts";
import { shorten } from "./shorten.ts";

/** One side of a changed property: a value as JSON, or a word of ours about a value that is not shown. */
export interface Side {
  readonly is: "value" | "word";
  readonly text: string;
}

const none: Side = { is: "word", text: "(none)" };
const secret: Side = { is: "word", text: "(secret)" };
const deferred: Side = { is: "word", text: "(known when applied)" };

/** What a property was and what it will be. A hidden one shows neither, even where the report has them. */
export function describeSides({ kind, values, before, after }: PropertyChange): { before: Side; after: Side } {
  const shown = { shown: describeValue, deferred: describeValue, hidden: () => secret }[values];
  return {
    before: kind === "add" ? none : shown(before),
    after: kind === "remove" ? none : values === "deferred" ? deferred : shown(after),
  };
}

/** The same for a line: was and will be, or the one word that there is to say. */
export function listSides(property: PropertyChange): readonly Side[] {
  if (property.values === "hidden" && property.kind === "change") return [secret];
  const { before, after } = describeSides(property);
  return [before, after];
}

/** Compact JSON, with strings quoted, so that `"1"` and `1`, an empty string and nothing, differ. A long list is counted. */
function describeValue(value: unknown): Side {
  const json = JSON.stringify(value);
  if (json === undefined) return none;
  const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  if (count > 0 && shorten(json) !== json) return { is: "word", text: count === 1 ? "(1 value)" : `(${count} values)` };
  const length = typeof value === "string" ? [...value].length : undefined;
  return { is: "value", text: printable(shorten(json, length)) };
}
