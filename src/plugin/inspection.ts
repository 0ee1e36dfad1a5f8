import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import type { Path } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { isKnown, isMap, type PropertyMap, type PropertyValue, reveal, sealLike } from "./property-values.ts";

/** Values after their schema: defaults filled in, secrets and unknowns as they came. */
export interface Inspection<T extends PropertyValue = PropertyValue> {
  readonly value: T;
  readonly problems: Problem[];
}

/**
 * Holds a map against an object schema, one property at a time, so that what is known is checked and gets its defaults
 * even when other parts are not known yet. An unknown value is never wrong. A `null` property counts as absent.
 */
export function inspectMap(schema: z.ZodObject, map: PropertyMap, path: Path = []): Inspection<PropertyMap> {
  const problems = describeStrangers(schema, map, path);
  const entries: [string, PropertyValue][] = [];
  for (const [name, property] of Object.entries(schema.shape)) {
    const given = Object.hasOwn(map, name) && map[name] !== null ? map[name] : undefined;
    const inspected = inspectValue(property as z.ZodType, given, [...path, name]);
    problems.push(...inspected.problems);
    if (inspected.value !== undefined) entries.push([name, inspected.value]);
  }
  return { value: Object.fromEntries(entries), problems };
}

function inspectValue(
  schema: z.ZodType,
  given: PropertyValue | undefined,
  path: Path,
): { value: PropertyValue | undefined; problems: Problem[] } {
  if (given === undefined) {
    const absent = schema.safeParse(undefined);
    if (absent.success) return { value: absent.data as PropertyValue | undefined, problems: [] };
    return { value: undefined, problems: [missing(path)] };
  }
  const plain = reveal(given);
  const inspected = isKnown(plain)
    ? inspectKnown(schema, plain, path)
    : inspectPartlyKnown(unwrap(schema), plain, path);
  return { value: sealLike(inspected.value, given), problems: inspected.problems };
}

function inspectKnown(schema: z.ZodType, value: PropertyValue, path: Path): Inspection {
  const strangers = findStrangers(unwrap(schema), value, path);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data as PropertyValue, problems: strangers };
  const issues = parsed.error.issues.filter((issue) => issue.code !== "unrecognized_keys" || strangers.length === 0);
  const problems = issues.map((issue) => {
    const inner = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    return describeIssue(issue, [...path, ...inner]);
  });
  return { value, problems: [...strangers, ...problems] };
}

/** Looks into a container of which some part is unknown. */
function inspectPartlyKnown(schema: z.ZodType, value: PropertyValue, path: Path): Inspection {
  if (schema instanceof z.ZodObject && isMap(value)) return inspectMap(schema, value, path);
  if (schema instanceof z.ZodRecord && isMap(value)) {
    const parts = Object.entries(value).map(
      ([key, part]) => [key, inspectValue(schema.valueType as z.ZodType, part, [...path, key])] as const,
    );
    return {
      value: Object.fromEntries(parts.map(([key, part]) => [key, part.value ?? null])),
      problems: parts.flatMap(([, part]) => part.problems),
    };
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const parts = value.map((part, index) => inspectValue(schema.element as z.ZodType, part, [...path, index]));
    return { value: parts.map((part) => part.value ?? null), problems: parts.flatMap((part) => part.problems) };
  }
  return { value, problems: [] };
}

/** Names that no schema asks for, at any depth. Zod drops those of a plain `z.object` without a word. */
function findStrangers(schema: z.ZodType, value: PropertyValue, path: Path): Problem[] {
  if (schema instanceof z.ZodObject && isMap(value)) {
    const nested = Object.entries(schema.shape).flatMap(([name, property]) =>
      Object.hasOwn(value, name)
        ? findStrangers(unwrap(property as z.ZodType), value[name] ?? null, [...path, name])
        : [],
    );
    return [...describeStrangers(schema, value, path), ...nested];
  }
  if (schema instanceof z.ZodRecord && isMap(value)) {
    const inner = unwrap(schema.valueType as z.ZodType);
    return Object.entries(value).flatMap(([key, part]) => findStrangers(inner, part, [...path, key]));
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const inner = unwrap(schema.element as z.ZodType);
    return value.flatMap((part, index) => findStrangers(inner, part, [...path, index]));
  }
  return [];
}

function describeStrangers(schema: z.ZodObject, map: PropertyMap, path: Path): Problem[] {
  const { catchall } = schema.def;
  if (catchall && !(catchall instanceof z.ZodNever)) return [];
  const known = Object.keys(schema.shape);
  return Object.keys(map)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = known.length > 0 ? closest(name, known) : undefined;
      const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3));
      const fix = near ? `write "${nearest}"` : `leave it out; known are: ${known.join(", ") || "none"}`;
      return new Problem({
        code: "unknown-key",
        where: { path: [...path, name] },
        what: "is not a known property.",
        fix,
      });
    });
}

/** The schema below `.optional()`, `.default()` and the like. */
function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}

function describeIssue(issue: z.core.$ZodIssue, path: Path): Problem {
  if (issue.message.endsWith("received undefined")) return missing(path);
  const forms = issue.code === "invalid_union" ? issue.errors : [];
  const what = forms.map((form) => form.map((part) => part.message).join(", ")).join("; or: ") || issue.message;
  const fix = "write what `pulumi package get-schema` says of it";
  return new Problem({ code: "invalid-value", where: { path }, what, fix });
}

function missing(path: Path): Problem {
  return new Problem({
    code: "missing-value",
    where: { path },
    what: "is required and has no value.",
    fix: "give it one",
  });
}
