import { z } from "zod";
import { systemSchema } from "../components/system.ts";
import { environmentSchema } from "../config/schema/environment.ts";
import { fieldReference } from "../documents/reference.ts";
import { configTypes, type Schema } from "../documents/type-declarations.ts";
import { classShapes, classTypes } from "../provider/class-types.ts";

/** What is written from the schemas: those that editors read, and the reference that people read. */
export function schemaFiles(): { readonly [file: string]: string } {
  const { system, environment } = schemas();
  return {
    "docs/schema/pulumi.schema.json": configFile("^([\\w-]+:)?system$", {
      type: "object",
      properties: { value: system },
    }),
    "docs/schema/stack.schema.json": configFile("^[\\w-]+:environment$", environment),
    "types/config.d.ts": configTypes({ System: system as Schema, Overrides: environment as Schema }),
    "types/resources.d.ts": classTypes(),
    "types/resource-shapes.json": classShapes(),
    "docs/reference.md": fieldReference(),
  };
}

/**
 * JSON Schemas of Pulumi.yaml and of the stack files, for editors: each file names its own in its first line. A stack
 * file may override any part of any noun, so there nothing is required.
 */
function schemas() {
  const options = { io: "input", unrepresentable: "any", override: dropOwnKeywords } as const;
  const system = z.toJSONSchema(systemSchema, options);
  const overrides = withoutRequired(z.toJSONSchema(systemSchema, options));
  const settings = z.toJSONSchema(environmentSchema, options);
  const environment = { ...settings, properties: { ...overrides.properties, ...settings.properties } };
  return { system, environment };
}

/** What a schema says to parity and to documents is not JSON Schema: strict readers refuse keywords they do not know. */
function dropOwnKeywords({ jsonSchema }: { readonly jsonSchema: { [keyword: string]: unknown } }): void {
  delete jsonSchema["differs"];
  delete jsonSchema["changing"];
  // zod's own format, beside a pattern that says the same.
  if (jsonSchema["format"] === "starts_with") delete jsonSchema["format"];
}

function configFile(key: string, node: unknown): string {
  const config = { type: "object", patternProperties: { [key]: node } };
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return `${JSON.stringify({ $schema, type: "object", properties: { config } }, null, 2)}\n`;
}

/** Overrides may be `null`, which takes the thing away. */
function withoutRequired<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withoutRequired) as T;
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([key, value]) => !(key === "required" && Array.isArray(value)));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutRequired(value)])) as T;
}
