import { isObject } from "./source.ts";

/** Plain values that must not be on a screen, or say nothing there: what secrets are compared with and made from. */
const hidden = /digest|fingerprint|sha256|seed$|privateKey|password|token$/i;

/**
 * A cloud's state as indented lines: one for each thing it holds, by name, empty lists left out. `detailed` adds the
 * plain values of each thing.
 */
export function renderTree(value: unknown, detailed: boolean, depth = 0): string[] {
  const collection = isCollection(value);
  return entriesOf(value).flatMap(([label, part]) => {
    const indent = "  ".repeat(depth);
    if (typeof part !== "object" || part === null) {
      return detailed && part !== null && !hidden.test(label) ? [`${indent}${label}: ${part}`] : [];
    }
    if (isPlainList(part)) return part.length > 0 ? [`${indent}${label}: ${part.join(", ")}`] : [];
    const inner = renderTree(part, detailed, depth + 1);
    // What a collection holds is worth a line even when it has nothing inside; a thing's own empty part is not.
    return inner.length > 0 || collection ? [`${indent}${label}`, ...inner] : [];
  });
}

export function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((element, i) => [labelOf(element) ?? String(i + 1), element]);
  return isObject(value) ? Object.entries(value) : [];
}

/** A list, or an object whose keys are names: a thing of its own has plain values too. */
export function isCollection(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return isObject(value) && Object.values(value).every((part) => isObject(part));
}

/** What people call it: its name or what else it is called by, else the name of its main part, else its id. */
export function labelOf(thing: unknown): string | undefined {
  if (!isObject(thing)) return undefined;
  const labels = ["name", "slug", "login", "ip", "hostname", "title"].map((key) => thing[key]);
  const part = Object.values(thing).find((value) => isObject(value) && typeof value["name"] === "string");
  const found = [...labels, isObject(part) ? part["name"] : undefined, thing["id"]].find(
    (value) => typeof value === "string" || typeof value === "number",
  );
  // Neon keeps a deleted project for a week, during which it can be restored.
  const mark = "deletedAt" in thing ? " (deleted)" : "";
  return found === undefined ? undefined : `${found}${mark}`;
}

export function isPlainList(value: object): value is (string | number)[] {
  return Array.isArray(value) && value.every((element) => typeof element !== "object");
}
