import { printable } from "../../problem/printable.ts";

/** Longest value or name that is shown whole, in characters. */
const SHOWN = 120;

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** A name, a path or a sentence as one line of bounded length. A backslash is doubled: it would end a table's cell. */
export function printableName(name: string): string {
  return printable(shorten(name.replaceAll("\\", "\\\\").replace(/\s*\n\s*/g, " ")));
}

/** Text over 120 characters without its middle, and `length`, which is said to have been its length. */
export function shorten(text: string, length = [...text].length): string {
  const characters = [...text];
  if (characters.length <= SHOWN) return text;
  // Half an escape sequence must not be left at the cut: a lone backslash would take the next character with it.
  const start = characters
    .slice(0, SHOWN / 2)
    .join("")
    .replace(/\\+$/, "");
  const end = characters
    .slice(-SHOWN / 4)
    .join("")
    .replace(/^\\+/, "");
  return `${start} … ${end} (${length} characters)`;
}
