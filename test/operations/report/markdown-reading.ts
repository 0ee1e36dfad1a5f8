/** What must not reach GitHub from a text: ends of an HTML comment, control characters, and what cannot be seen. */
export const hazards = /<!--|-->|(?!\n)\p{Cc}|\p{Cf}/u;

/** Cells of a table's row, as GFM divides it: a pipe ends a cell unless a single backslash precedes it. */
export function readCells(row: string): string[] {
  return row
    .replaceAll(/\\[\s\S]/g, "xx")
    .split("|")
    .slice(1, -1);
}

export function readRows(markdown: string): string[] {
  return withoutBlocks(markdown)
    .split("\n")
    .filter((line) => line.startsWith("| "));
}

/** The Markdown without what is code, in which GitHub neither notifies nor links. */
export function withoutCode(markdown: string): string {
  return withoutBlocks(markdown).replaceAll(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^ *(`{3,})\n[\s\S]*?\n *\1$/gm, "");
}
