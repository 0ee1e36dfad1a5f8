/** As much of a JSON Schema as zod writes of our schemas. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** The file of types of what a program may say of a product, by their names. */
export function configTypes(types: { readonly [name: string]: Schema }): string {
  const head = "// Written by `npm run schema` from the schemas in src/config and src/components.\n\n";
  const declarations = Object.entries(types).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`);
  return head + declarations.join("\n");
}

/**
 * The TypeScript type of what a schema takes, with each description as its comment.
 * @throws TypeError for a schema that no type is known for
 */
export function typeOf(schema: Schema): string {
  const { type, anyOf, items, properties, additionalProperties: rest } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf) return anyOf.map(typeOf).join(" | ");
  if (type === "array" && items) return `readonly (${typeOf(items)})[]`;
  if (properties) return objectType(properties, schema.required ?? []);
  if (type === "object" && typeof rest === "object") return `{ readonly [key: string]: ${typeOf(rest)} }`;
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type === "integer" || type === "number") return "number";
  if (type === undefined || type === "object") return "unknown";
  throw new TypeError(`no TypeScript type is known for ${JSON.stringify(schema).slice(0, 200)}`);
}

function objectType(properties: { readonly [name: string]: Schema }, required: readonly string[]): string {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    const comment = schema.description ? `/** ${schema.description.replaceAll("*/", "* /")} */\n` : "";
    // As zod takes them, also for a reader with `exactOptionalPropertyTypes`.
    const [mark, or] = required.includes(name) ? ["", ""] : ["?", " | undefined"];
    return `${comment}readonly ${key}${mark}: ${typeOf(schema)}${or};`;
  });
  return `{\n${lines.join("\n")}\n}`;
}
