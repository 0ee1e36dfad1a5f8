import { code, paragraphs, table } from "../../documents/page/markdown.ts";
import { type Cure, listCure, listParts } from "../../problem/parts.ts";
import type { Problem } from "../../problem/problem.ts";
import type { PropertyChange } from "../engine/change.ts";
import { type BodyOptions, type BodyPart, fitBody } from "./body.ts";
import { block, exact, linkLog, name, sentence } from "./github-text.ts";
import { describeSides, listSides, type Side } from "./property-sides.ts";
import type { Entry, Report, Section } from "./report.ts";
import { indent, shorten } from "./shorten.ts";

/** Most properties below one resource. */
const LISTED = 10;

/** Commands as code, for they are to be copied. */
const notation = { words: sentence, command: exact };

/** The report as GitHub-flavoured Markdown, for a comment, an issue or a summary. A limit under 8,000 may not be kept. */
export function renderMarkdown(
  { stack, verdict, sections, note = "", about = {} }: Report,
  options: BodyOptions,
): string {
  const origin = [
    ...Object.entries(about).map(([what, value]) => `${what} ${name(value)}`),
    ...(options.logUrl === undefined ? [] : [linkLog("log", options.logUrl)]),
  ];
  return fitBody(
    {
      head: `## ${sentence(shorten(stack))}: ${verdict}`,
      parts: sections.map(renderSection),
      tail: paragraphs(note, origin.join(" · ")),
    },
    options,
  );
}

/** A problem as an item of a list, with what to do about it below it. */
export function renderProblemMarkdown(problem: Problem): string {
  const [what = "", ...rest] = listParts(problem, notation);
  return bullet(what, rest);
}

function renderSection({ title, intro = "", cure, entries, folds = false, ...section }: Section): BodyPart {
  const cures = cure ? renderCure(cure).join("\\\n") : "";
  const part = { title: `${title}: ${entries.length}`, intro: paragraphs(intro, cures), folds };
  if (!section.table) return { ...part, rows: entries.map(renderEntry) };
  const [head = "", rule = "", ...rows] = table(
    ["resource", "property", "before", "after"],
    entries.flatMap(renderRows),
  ).split("\n");
  return { ...part, tableHead: [head, rule], rows };
}

function renderEntry({ subject, state = "", properties = [], replaces = "", what, quote, cure }: Entry): string {
  const quoted = quote === undefined ? "" : block(quote);
  if (subject === undefined) return what === undefined ? quoted : `- ${sentence(what)}`;
  const gravestFirst = properties.toSorted((a, b) => Number(b.replaces) - Number(a.replaces));
  const left = properties.length - LISTED;
  const item = bullet(`${name(subject)}${state}${what === undefined ? "" : `: ${sentence(what)}`}`, [
    ...gravestFirst.slice(0, LISTED).map((property) => renderProperty(property, replaces)),
    ...(left > 0 ? [`… and ${left} more`] : []),
    ...(cure ? renderCure(cure) : []),
  ]);
  return paragraphs(item, indent(quoted.split("\n")).join("\n"));
}

/** An item of a list, with items of its own. */
function bullet(text: string, items: readonly string[]): string {
  return [`- ${text}`, ...items.map((item) => `  - ${item}`)].join("\n");
}

function renderCure(cure: Cure): string[] {
  return listCure(cure, notation);
}

/** A changed resource as rows of a table: resource, property, before, after. */
function renderRows({ subject = "", properties = [] }: Entry): string[][] {
  if (properties.length === 0) return [[name(subject), "(not said)", "", ""]];
  return properties.map((property) => {
    const { before, after } = describeSides(property);
    return [name(subject), name(property.path), renderSide(before), renderSide(after)];
  });
}

function renderProperty(property: PropertyChange, replaces: string): string {
  const sides = listSides(property).map(renderSide);
  return `${name(property.path)}: ${sides.join(" → ")}${property.replaces ? `, ${replaces}` : ""}`;
}

function renderSide({ is, text }: Side): string {
  return is === "value" ? code(text) : text;
}
