import { code } from "../../documents/page/markdown.ts";
import { printable, printableLines } from "../../problem/printable.ts";
import { printableName } from "./shorten.ts";

/** Longest sentence or error that is shown whole, in characters. */
const SHOWN = 2000;

/**
 * A sentence as Markdown that shows it as it is. Also what Markdown does not know and GitHub acts on: `@name` notifies
 * somebody, `#12` and `GH-12` add a line to that issue (docs.github.com, "Basic writing and formatting syntax"), and
 * `$…$` is a formula.
 */
export function sentence(text: string): string {
  return (
    printable(cut(text).trim().replace(/\s+/g, " "))
      .replace(/[\\`*~[\]<>|$]/g, "\\$&")
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
      .replace(/&(?=#?\w+;)/g, "&amp;")
      .replace(/(#|\bGH-)(?=\d)/gi, "$1&#8203;")
      .replaceAll("@", "@&#8203;")
      // At a line's start: a heading, a list, a rule.
      .replace(/^(\d*)(?=[-+=#.)])/, "$1\\")
  );
}

/** A name or a path. */
export function name(text: string): string {
  return code(printableName(text));
}

/** A line to be copied, such as a command. */
export function exact(text: string): string {
  return code(printable(cut(text).trim().replace(/\s+/g, " ")));
}

/** Text of several lines, such as an error, which nothing in it can end. */
export function block(text: string): string {
  const lines = printableLines(cut(text));
  const runs = lines.join("\n").match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [fence, ...lines, fence].join("\n");
}

/** Words that lead to the log, where its address is known. */
export function linkLog(words: string, url: string | undefined): string {
  return url === undefined ? words : `[${words}](<${url.replace(/[<>\\\s]/g, encodeURIComponent)}>)`;
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} … (${text.length} characters)` : text;
}
