/** A GitHub-flavoured table; nothing when it has no rows. Cells are Markdown; several lines are parted by `<br>`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Text exactly as it is, within a line. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return text === "" ? "" : `${fence}${pad}${text}${pad}${fence}`;
}

export function codeBlock(language: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : ["```".concat(language), ...lines, "```"].join("\n");
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

export function steps(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join("\n");
}

/** A heading with what follows it; nothing when nothing follows. */
export function section(level: number, title: string, ...parts: readonly string[]): string {
  const body = paragraphs(...parts);
  return body === "" ? "" : `${"#".repeat(level)} ${title}\n\n${body}`;
}

/** Parts with an empty line between them; empty ones are left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A `|` ends a cell even inside back quotes, unless it is escaped (github.github.com/gfm, tables extension). */
function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", "<br>");
}
