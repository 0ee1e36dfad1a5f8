import type { z } from "zod";
import { code } from "./page/markdown.ts";

/** What a schema says of a field, as JSON Schema. */
export type Node = z.core.JSONSchema.BaseSchema;

/** What may stand in a field, in words, with its range. */
export function typeOf(node: Node): string {
  const { title, type, minimum = -Infinity, maximum = Infinity } = node;
  if (title !== undefined) return `[${title}](#a-${title})`;
  if (node.anyOf) return [...new Set(alternatives(node).map(typeOf))].join(" or ");
  if (node.enum) return node.enum.map((one) => code(String(one))).join(", ");
  if (node.const !== undefined) return code(String(node.const));
  if (type === "boolean") return "`true` or `false`";
  if (type === "array") return `list: ${isNode(node.items) ? typeOf(node.items) : "anything"}`;
  if (isNode(node.additionalProperties)) return `by name: ${typeOf(node.additionalProperties)}`;
  if (type === "object") return "fields";
  if (type !== "integer" && type !== "number") return "text";
  const [least, most] = [minimum > Number.MIN_SAFE_INTEGER, maximum < Number.MAX_SAFE_INTEGER];
  const range = least && most ? ` ${minimum} to ${maximum}` : least ? `, at least ${minimum}` : "";
  return `${type === "integer" ? "whole number" : "number"}${range}`;
}

/** The schemas of which one must fit; the schema itself where it names none. */
export function alternatives(node: Node): Node[] {
  return (node.anyOf ?? [node]).filter(isNode);
}

export function propertiesOf(node: Node): [string, Node][] {
  return Object.entries(node.properties ?? {}).filter((entry): entry is [string, Node] => isNode(entry[1]));
}

/** Whether it has fields of its own, or entries by key. */
export function isNested(node: Node): boolean {
  return propertiesOf(node).length > 0 || isNode(node.additionalProperties);
}

export function isNode(node: unknown): node is Node {
  return typeof node === "object" && node !== null;
}
