import { follow, type Node } from "./document.ts";
import type { Violation } from "./schema.ts";

/**
 * Where a value has properties that no schema of the document lists. Most vendors' schemas require nothing and close
 * nothing, so that plain validation lets a misspelt field through.
 */
export function findUnlisted(document: Node, keys: readonly string[], value: unknown, at = ""): Violation[] {
  if (value === null || typeof value !== "object") return [];
  const schemas = partsOf(document, keys);
  if (Array.isArray(value)) {
    const items = schemas.find(({ node }) => node["items"]);
    if (!items) return [];
    return value.flatMap((item, i) => findUnlisted(document, [...items.keys, "items"], item, `${at}/${i}`));
  }
  const isOpen = schemas.every(({ node }) => !node["properties"] && !node["additionalProperties"]);
  if (isOpen) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const listed = schemas.find(({ node }) => Object.hasOwn((node["properties"] ?? {}) as Node, key));
    if (listed) return findUnlisted(document, [...listed.keys, "properties", key], inner, `${at}/${key}`);
    const rest = schemas.find(({ node }) => node["additionalProperties"]);
    if (!rest) return [{ at: `${at}/${key}`, what: "is not in the document" }];
    if (rest.node["additionalProperties"] === true) return [];
    return findUnlisted(document, [...rest.keys, "additionalProperties"], inner, `${at}/${key}`);
  });
}

/** A schema together with all that it is composed of. */
function partsOf(document: Node, keys: readonly string[]): { node: Node; keys: readonly string[] }[] {
  const place = follow(document, keys);
  if (!place) return [];
  const members = ["allOf", "anyOf", "oneOf"].flatMap((word) => {
    const list = place.node[word];
    return Array.isArray(list) ? list.map((_, i) => [...place.keys, word, String(i)]) : [];
  });
  return [place, ...members.flatMap((member) => partsOf(document, member))];
}
