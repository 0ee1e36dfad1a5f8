import { type Alias, type Document, isAlias, isCollection, isMap, isNode, type Node, visit } from "yaml";
import { type Fault, fault } from "./fault.ts";

/** Go's reader refuses a file of more than 1,000 values of which 99% come from aliases (yaml.v3, `allowedAliasRatio`). */
const few = 1000;
const ratio = 50;

/** Aliases that lead nowhere, to themselves, or to more than a reader takes. */
export function checkAliases(document: Document): Fault[] {
  const aliases: Alias[] = [];
  let nodes = 0;
  visit(document, {
    Node: () => void nodes++,
    Alias: (_, alias) => void aliases.push(alias),
  });
  const faults = aliases.flatMap((alias) => checkAlias(alias, alias.resolve(document)));
  if (faults.length > 0) return faults;
  const sizes = new Map<Node, number>();
  const sized = aliases.map((alias) => ({ alias, size: sizeOf(alias, document, sizes) }));
  const total = sized.reduce((sum, { size }) => sum + size, 0);
  if (total <= Math.max(few, ratio * nodes)) return [];
  const { alias } = sized.toSorted((a, b) => b.size - a.size)[0] ?? {};
  const what = `This file's aliases stand for ${total} values; *${alias?.source} is the largest.`;
  return [fault("alias-bomb", alias, what, "write out what is meant", "Pulumi's engine refuses a file of aliases.")];
}

function checkAlias(alias: Alias, named: Node | undefined): Fault[] {
  const { source } = alias;
  if (!named) {
    const fix = `write &${source} before what it stands for, or "*${source}" in quotes where text is meant`;
    return [fault("unresolved-alias", alias, `*${source} names nothing that stands before it.`, fix)];
  }
  if ((alias.range?.[0] ?? 0) < (named.range?.[2] ?? 0)) {
    return [fault("alias-bomb", alias, `*${source} stands inside of what it names.`, "write out what is meant")];
  }
  if (/^[\w-]+$/.test(source)) return [];
  const what = `*${source} is a name that not every reader of YAML takes.`;
  return [fault("yaml-feature", alias, what, "name it with letters, digits, _ and - alone")];
}

/** Values a node stands for, aliases followed. */
function sizeOf(node: Node, document: Document, sizes: Map<Node, number>): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  const size = 1 + partsOf(node, document).reduce((sum, part) => sum + sizeOf(part, document, sizes), 0);
  sizes.set(node, size);
  return size;
}

function partsOf(node: Node, document: Document): Node[] {
  if (isAlias(node)) return [node.resolve(document) ?? []].flat();
  if (isMap(node)) return node.items.flatMap(({ value }) => (isNode(value) ? [value] : []));
  return isCollection(node) ? node.items.filter(isNode) : [];
}
