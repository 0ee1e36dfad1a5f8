/**
 * One line that a terminal and GitHub show as it is: control characters, invisible ones and what turns text around are
 * written as JSON escapes, and so are the ends of an HTML comment, by which the sticky comment is found again, and what a
 * runner of GitHub Actions takes for a command: `::` at a line's start, `##[` anywhere (actions/runner, ActionCommand.cs).
 */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter)
    .replace(/<(?=!--)/g, escapeCharacter)
    .replace(/(?<=--!?)>/g, escapeCharacter)
    .replace(/(?<=^\s*):(?=:)/, escapeCharacter)
    .replace(/(?<=##)\[/g, escapeCharacter);
}

/** The same for text of several lines, such as an error. */
export function printableLines(text: string): string[] {
  return text.trim().replaceAll("\t", "  ").split(/\r?\n/).map(printable);
}

/** JSON of several lines, which reads as the value that it was made of. */
export function printableJson(value: unknown): string {
  return printableLines(JSON.stringify(value, null, 2)).join("\n");
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
