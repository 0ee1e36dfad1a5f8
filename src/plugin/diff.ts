import { covers, formatPath, type PropertyPath, parsePath } from "./property-path.ts";
import { isKnown, isMap, type PropertyMap, type PropertyValue, Secret, UNKNOWN } from "./property-values.ts";
import type { AnyDefinition } from "./resource.ts";

export type ChangeKind = "add" | "delete" | "update";

/** One difference between old and new inputs. */
export interface Change {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
}

export interface Difference {
  /** By path in the engine's notation. */
  readonly changes: ReadonlyMap<string, { readonly kind: ChangeKind; readonly replace: boolean }>;
  /** Top-level inputs that differ. */
  readonly changed: readonly string[];
  /** Those of `changed` that cannot be changed in place. */
  readonly replaced: readonly string[];
}

/** Says how new inputs differ from old ones, and which differences need a replacement. */
export function diffInputs<C>(
  definition: AnyDefinition<C>,
  before: PropertyMap,
  after: PropertyMap,
  ignored: readonly string[] = [],
): Difference {
  const patterns = ignored.map(parsePath);
  const found = findChanges(before, after).filter(({ path }) => !patterns.some((pattern) => covers(pattern, path)));
  const changed = [...new Set(found.map(({ path }) => String(path[0])))];
  // A preview cannot tell whether an unknown value is a new one. Where a replacement is refused anyway, Check decides at
  // the update, when the value is known.
  const undecided = (name: string) => definition.neverReplaced !== undefined && !isKnown(after[name] ?? null);
  const replaced = changed.filter((name) => replaces(definition, name) && !undecided(name));
  return {
    changes: new Map(
      found.map(({ path, kind }) => [formatPath(path), { kind, replace: replaced.includes(String(path[0])) }]),
    ),
    changed,
    replaced,
  };
}

/** True when this input cannot be changed in place. A definition without `update` can change nothing in place. */
export function replaces<C>(definition: AnyDefinition<C>, name: string): boolean {
  return definition.update === undefined || (definition.replaceOn ?? []).includes(name);
}

/** Deep differences. Secrecy alone is not one; an unknown value always is; `null` counts as absent. */
export function findChanges(before: PropertyValue, after: PropertyValue, path: PropertyPath = []): Change[] {
  const old = open(before);
  const next = open(after);
  if (next === UNKNOWN) return [{ path, kind: old === null ? "add" : "update" }];
  if (isMap(old) && isMap(next)) {
    const names = new Set([...Object.keys(old), ...Object.keys(next)]);
    return [...names].flatMap((name) => findChanges(own(old, name), own(next, name), [...path, name]));
  }
  if (Array.isArray(old) && Array.isArray(next)) {
    const indexes = [...Array(Math.max(old.length, next.length)).keys()];
    return indexes.flatMap((index) => findChanges(old[index] ?? null, next[index] ?? null, [...path, index]));
  }
  if (old === next) return [];
  if (old === null) return [{ path, kind: "add" }];
  return [{ path, kind: next === null ? "delete" : "update" }];
}

function open(value: PropertyValue): PropertyValue {
  return value instanceof Secret ? open(value.value) : value;
}

function own(map: PropertyMap, name: string): PropertyValue {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}
