import { code } from "../../documents/page/markdown.ts";
import type { PropertyChange, ResourceChange } from "../engine/change.ts";
import type { ChangeWords } from "./change-words.ts";
import { name } from "./github-text.ts";
import { describeSides, listSides, type Side } from "./property-sides.ts";

/** Most properties below one resource. */
const LISTED = 10;

/** A changed resource as an item of a Markdown list, with its properties and what else is to be said of it below it. */
export function renderChangeBullet(
  { resource, action, properties }: ResourceChange,
  words: ChangeWords,
  more: readonly string[] = [],
): string {
  const gravestFirst = properties.toSorted((a, b) => Number(b.replaces) - Number(a.replaces));
  const left = properties.length - LISTED;
  return bullet(`${name(resource)}${words[action]}`, [
    ...gravestFirst.slice(0, LISTED).map((property) => renderProperty(property, words)),
    ...(left > 0 ? [`… and ${left} more`] : []),
    ...more,
  ]);
}

/** An item of a list, with items of its own. */
export function bullet(text: string, items: readonly string[]): string {
  return [`- ${text}`, ...items.map((item) => `  - ${item}`)].join("\n");
}

/** A changed resource as rows of a table: resource, property, before, after. */
export function renderChangeRows({ resource, properties }: ResourceChange): string[][] {
  if (properties.length === 0) return [[name(resource), "(not said)", "", ""]];
  return properties.map((property) => {
    const { before, after } = describeSides(property);
    return [name(resource), name(property.path), renderSide(before), renderSide(after)];
  });
}

function renderProperty(property: PropertyChange, { replaces }: ChangeWords): string {
  const sides = listSides(property).map(renderSide);
  return `${name(property.path)}: ${sides.join(" → ")}${property.replaces ? `, ${replaces}` : ""}`;
}

function renderSide({ is, text }: Side): string {
  return is === "value" ? code(text) : text;
}
