import { paragraphs } from "../../documents/page/markdown.ts";
import { renderCure } from "../../problem/parts.ts";
import { printableLines } from "../../problem/printable.ts";
import { type Style, unstyled } from "../../problem/style.ts";
import type { PropertyChange } from "../engine/change.ts";
import { listSides } from "./property-sides.ts";
import type { Entry, Report, Section } from "./report.ts";
import { indent, printableName } from "./shorten.ts";

/** Widest column of property names; a longer name pushes its value to the right. */
const NAME_COLUMN = 40;

/** The reports for a terminal, a verdict first in each, and the last line. */
export function renderText(reports: readonly Report[], ending: string, style = unstyled): string {
  return paragraphs(...reports.map((report) => renderReport(report, style)), ending);
}

function renderReport({ stack, verdict, sections, note = "" }: Report, style: Style): string {
  const [last, first] = [sections.filter(isLast), sections.filter((section) => !isLast(section))];
  const head = style.strong(`${printableName(stack)}: ${verdict}`);
  const render = (section: Section) => renderSection(section, style);
  return paragraphs(head, ...first.map(render), note, ...last.map(render));
}

function isLast({ terminal }: Section): boolean {
  return terminal === "last";
}

function renderSection({ title, intro, cure, entries, terminal, tone = "strong" }: Section, style: Style): string {
  if (entries.length === 0) return "";
  const said = style[tone](terminal === "loud" ? title.toUpperCase() : title);
  const cures = cure ? renderCure(cure, style) : [];
  const all = [...entries.flatMap((entry) => renderEntry(entry, style)), ...cures];
  return [intro ? `${said}. ${intro}` : `${said}:`, ...indent(all)].join("\n");
}

/**
 * Without indentation, with all about the subject below it:
 *
 *     fly App api
 *       memory         256 -> 512
 *       values.SECRET  (secret)
 */
function renderEntry(entry: Entry, style: Style): string[] {
  const { subject, state = "", properties = [], replaces = "", what = "", quote = "", cure } = entry;
  const lines = [
    ...renderProperties(properties, replaces),
    ...[what, quote].filter((text) => text !== "").flatMap(printableLines),
    ...(cure ? renderCure(cure, style) : []),
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
