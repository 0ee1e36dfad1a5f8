import { paragraphs } from "../../documents/page/markdown.ts";
import { listCure } from "../../problem/parts.ts";
import { printableLines } from "../../problem/printable.ts";
import type { PropertyChange } from "../engine/change.ts";
import { listSides } from "./property-sides.ts";
import type { Entry, Report, Section } from "./report.ts";
import { indent, printableName } from "./shorten.ts";

/** Widest column of property names; a longer name pushes its value to the right. */
const NAME_COLUMN = 40;

/** The reports for a terminal, a verdict first in each, and the last line. */
export function renderText(reports: readonly Report[], ending: string): string {
  return paragraphs(...reports.map(renderReport), ending);
}

function renderReport({ stack, verdict, sections, note = "" }: Report): string {
  const [last, first] = [sections.filter(isLast), sections.filter((section) => !isLast(section))];
  const head = `${printableName(stack)}: ${verdict}`;
  return paragraphs(head, ...first.map(renderSection), note, ...last.map(renderSection));
}

function isLast({ terminal }: Section): boolean {
  return terminal === "last";
}

function renderSection({ title, intro, cure, entries, terminal }: Section): string {
  if (entries.length === 0) return "";
  const said = terminal === "loud" ? title.toUpperCase() : title;
  const cures = cure ? listCure(cure).flatMap(printableLines) : [];
  return [intro ? `${said}. ${intro}` : `${said}:`, ...indent([...entries.flatMap(renderEntry), ...cures])].join("\n");
}

/**
 * Without indentation, with all about the subject below it:
 *
 *     fly App api
 *       memory         256 -> 512
 *       values.SECRET  (secret)
 */
function renderEntry({ subject, state = "", properties = [], replaces = "", what = "", quote = "", cure }: Entry) {
  const lines = [
    ...renderProperties(properties, replaces),
    ...[what, quote, ...(cure ? listCure(cure) : [])].filter((text) => text !== "").flatMap(printableLines),
  ];
  return subject === undefined ? lines : [`${printableName(subject)}${state}`, ...indent(lines)];
}

function renderProperties(properties: readonly PropertyChange[], replaces: string): string[] {
  const named = properties.map((property) => ({ property, path: printableName(property.path) }));
  const column = Math.max(0, ...named.map(({ path }) => path.length).filter((width) => width <= NAME_COLUMN));
  return named.map(({ property, path }) => {
    const sides = listSides(property).map(({ text }) => text);
    return `${path.padEnd(column)}  ${sides.join(" -> ")}${property.replaces ? `  (${replaces})` : ""}`;
  });
}
