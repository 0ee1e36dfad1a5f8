import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Node } from "./document.ts";

/** What is wrong with a body, and where: a JSON pointer into it, empty for the whole. */
export interface Violation {
  readonly at: string;
  readonly what: string;
}

export interface SchemaValidator {
  /** Violations of the schema at `pointer`, a JSON pointer into the document. */
  readonly validate: (pointer: string, value: unknown) => Violation[];
}

/** Makes every schema of an OpenAPI 3.0 or 3.1 document usable by its JSON pointer. */
export function compileSchemas(document: Node): SchemaValidator {
  const schemas = String(document["openapi"]).startsWith("3.0") ? fromOpenApi30(document) : document;
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, logger: false });
  formats.default(ajv);
  ajv.addSchema(schemas as Node, "document");
  return {
    validate: (pointer, value) => {
      const validator = ajv.getSchema(`document#${encodeURI(pointer)}`);
      if (!validator) throw new Error(`the document has no schema at ${pointer}`);
      return validator(value) ? [] : (validator.errors ?? []).map(describeError);
    },
  };
}

/** OpenAPI 3.0 writes "or null" as `nullable: true`, also beside `$ref` and `enum`; JSON Schema has no such word. */
function fromOpenApi30(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(fromOpenApi30);
  if (node === null || typeof node !== "object") return node;
  const converted = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fromOpenApi30(value)]));
  // A property that is itself called "nullable" holds a schema, not a boolean.
  if (typeof converted["nullable"] !== "boolean") return converted;
  const { nullable, ...rest } = converted;
  return nullable ? { anyOf: [{ type: "null" }, rest] } : rest;
}

function describeError({ instancePath, message, params }: ErrorObject): Violation {
  const detail = Object.entries(params).find(([key]) => key === "additionalProperty" || key === "allowedValues");
  return { at: instancePath, what: `${message}${detail ? ` (${String(detail[1])})` : ""}` };
}
