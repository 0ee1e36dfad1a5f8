import { z } from "zod";
import type { Path } from "../../problem/path.ts";

/** The parts of a JSON Schema document that say what may stand where. */
export interface SchemaNode {
  readonly properties?: { readonly [key: string]: SchemaNode };
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly description?: string;
}

const roots = new WeakMap<z.ZodType, SchemaNode>();

/** Everything that may stand at a path, each of several ways to write it. Empty: nothing may. */
export function nodesAt(schema: z.ZodType, path: Path): SchemaNode[] {
  const root = roots.get(schema) ?? (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode);
  roots.set(schema, root);
  let nodes = branchesOf(root);
  for (const key of path) {
    nodes = nodes.flatMap((node) => {
      const next =
        node.properties?.[String(key)] ??
        (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined) ??
        (typeof key === "number" ? node.items : undefined);
      return next ? branchesOf(next) : [];
    });
  }
  return nodes;
}

function branchesOf(node: SchemaNode): SchemaNode[] {
  if (!node.anyOf) return [node];
  // What is said of the whole is said of each way to write it, unless that says more.
  const { anyOf, description } = node;
  return anyOf.flatMap(branchesOf).map((one) => ({ ...(description !== undefined && { description }), ...one }));
}

/** What a place takes: text alone, text or a number or a boolean that becomes text, or no free text. */
export type Expected = "text" | "value" | "other";

/** What a path is for, in an object that several schemas describe together. */
export function expectedAt(schemas: readonly z.ZodType[], path: Path): Expected {
  const nodes = schemas.flatMap((schema) => nodesAt(schema, path));
  const isText = (node: SchemaNode) => node.type === "string" && node.enum === undefined && node.const === undefined;
  if (!nodes.some(isText)) return "other";
  return nodes.some(({ type = "" }) => ["number", "integer", "boolean"].includes(type)) ? "value" : "text";
}
