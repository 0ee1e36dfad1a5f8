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

/** Everything that may stand at a path, each of several ways to write it. Empty: nothing may. */
export function nodesAt(schema: z.ZodType, path: Path): SchemaNode[] {
  let schemas: z.core.$ZodType[] = [schema];
  for (const key of path) schemas = schemas.flatMap((one) => below(one, key));
  return schemas.flatMap(nodesOf);
}

const known = new WeakMap<z.core.$ZodType, readonly SchemaNode[]>();

function nodesOf(schema: z.core.$ZodType): readonly SchemaNode[] {
  const nodes =
    known.get(schema) ?? branchesOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode);
  known.set(schema, nodes);
  return nodes;
}

/** What may stand behind a key of what a schema describes. Walked: as JSON Schema the whole of it takes longer than all else of a check. */
function below(schema: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return [Object.hasOwn(def.shape, key) ? def.shape[key] : def.catchall].filter((one) => one !== undefined);
    case "record":
      return [def.valueType];
    case "array":
      return typeof key === "number" ? [def.element] : [];
    case "union":
      return def.options.flatMap((one) => below(one, key));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return below(def.innerType, key);
    case "pipe":
      // What is written goes in; of a preprocessing, what comes out of it is all that is described.
      return below(def.in._zod.def.type === "transform" ? def.out : def.in, key);
    default:
      return [];
  }
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
