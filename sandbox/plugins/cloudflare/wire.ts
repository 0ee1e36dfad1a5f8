import { z } from "zod";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Writes a value with the API's property names: `buildCommand` is `build_command`. Keys of maps stay as they are, and so
 * does what is not an object in `schema`.
 */
export function toWire(schema: z.ZodType, value: unknown): Json {
  const type = open(schema);
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    if (type instanceof z.ZodObject) {
      return Object.fromEntries(entries.map(([name, part]) => [snakeCase(name), toWire(property(type, name), part)]));
    }
    if (type instanceof z.ZodRecord) {
      return Object.fromEntries(entries.map(([key, part]) => [key, toWire(type.valueType as z.ZodType, part)]));
    }
  }
  return value as Json;
}

/** Picks what `schema` names out of an answer. `null` counts as absent, as it does to the provider. */
export function fromWire<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(pick(schema, value)) as z.output<Schema>;
}

function pick(schema: z.ZodType, value: unknown): unknown {
  const type = open(schema);
  if (type instanceof z.ZodObject && isObject(value)) {
    const names = Object.keys(type.shape).filter((name) => !(open(property(type, name)) instanceof z.ZodNever));
    const parts = names.map((name) => [name, pick(property(type, name), value[snakeCase(name)])] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
  if (type instanceof z.ZodRecord && isObject(value)) {
    const parts = Object.entries(value).map(([key, part]) => [key, pick(type.valueType as z.ZodType, part)]);
    return Object.fromEntries(parts);
  }
  return value === null ? undefined : value;
}

function property(type: z.ZodObject, name: string): z.ZodType {
  return type.shape[name] as z.ZodType;
}

/** The schema below `.optional()` and `.default()`. */
function open(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return wrapped ? open(schema.unwrap() as z.ZodType) : schema;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
