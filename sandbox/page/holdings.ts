import { entriesOf, isCollection, isPlainList, labelOf } from "../tree.ts";
import type { Holding } from "./view.ts";

/** What says nothing to a person who looks at a cloud: other customers' names, and the vendor's own records. */
const left = new Set(["foreignAppNames", "operations", "settings", "annotations", "accounts", "owners"]);
/** What only wraps what it holds. */
const wrapping = new Set(["entries", "config"]);

/** A cloud's state by names. Every value is left out, so that none can be a secret. */
export function holdingsOf(state: unknown): Holding[] {
  const collection = isCollection(state);
  return entriesOf(state).flatMap(([label, part]): Holding[] => {
    if (left.has(label) || typeof part !== "object" || part === null || isPlainList(part)) return [];
    const parts = holdingsOf(part);
    if (wrapping.has(label)) return parts;
    return parts.length > 0 || collection ? [{ name: sayName(label, part), parts }] : [];
  });
}

/** The thing of a name, wherever in a cloud it lies. */
export function findHolding(holdings: readonly Holding[], name: string): Holding | undefined {
  for (const holding of holdings) {
    const found = holding.name === name ? holding : findHolding(holding.parts, name);
    if (found) return found;
  }
  return undefined;
}

/** How much lies in a thing, such as `16 secrets`. */
export function countParts({ parts }: Holding): string[] {
  return parts.flatMap(({ name, parts: inner }) => (inner.length > 0 ? [sayCount(inner.length, sayWord(name))] : []));
}

function sayCount(count: number, word: string): string {
  return `${count} ${count === 1 ? word.replace(/(?<=ss|ch)es$|s$/, "") : word}`;
}

/** `IP addresses` for `ipAddresses`, `deployment configs` for `deployment_configs`. */
function sayWord(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return words.toLowerCase().replace(/\bip\b/, "IP");
}

/** What stands under its id has a name of its own; Cloudflare's buckets and projects stand under their account and jurisdiction. */
function sayName(label: string, part: object): string {
  if ("id" in part && part.id === label) return labelOf(part) ?? label;
  return /^[0-9a-f]{32}\//.test(label) ? label.slice(label.lastIndexOf("/") + 1) : label;
}
