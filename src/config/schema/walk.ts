import { z } from "zod";
import type { Path } from "../../problem/path.ts";

/** The schema of what stands at a path; `undefined` where nothing may. */
export function schemaAt(schema: z.ZodType | undefined, path: Path): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>(propertyOf, schema);
}

/** The schema of what stands under a key. */
export function propertyOf(schema: z.ZodType | undefined, key: string | number): z.ZodType | undefined {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape[key] as z.ZodType | undefined;
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  if (inner instanceof z.ZodUnion) return first(inner, (option) => propertyOf(option, key));
  return inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
}

/** What the first way to write it that has one says. */
function first<T>({ options }: z.ZodUnion, read: (option: z.ZodType) => T | undefined): T | undefined {
  for (const option of options) {
    const found = read((option instanceof z.ZodPipe ? option.in : option) as z.ZodType);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema below `.optional()`, `.default()` and `.prefault()`. */
export function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}

/** Keys that may stand in an object of this schema; none where any may. */
export function keysOf(schema: z.ZodType | undefined): string[] {
  const inner = schema && unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}
