import { diffArrays } from "diff";
import type { PropertyPath } from "../../plugin/property-path.ts";

/** One plain value that differs: absent where there is none. */
export interface Leaf {
  readonly path: PropertyPath;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * How two values of a property differ, down to single values. `null`, and an empty list or map inside, are nothing. The elements
 * of a list are aligned first: one that is gone is one difference, wherever it stood. Text that holds a JSON object, such as
 * the resources of a token's policy, is compared as one.
 */
export function compareLeaves(before: unknown, after: unknown, path: PropertyPath): Leaf[] {
  if (isSame(before, after)) return [];
  const [old, next] = [open(before), open(after)];
  // The order of keys, and spaces, in text.
  if (isSame(old, next)) return [leaf(path, before, after)];
  if (isMap(old) || isMap(next)) {
    if ([old, next].every((side) => isMap(side) || isNothing(side))) return compareMaps(asMap(old), asMap(next), path);
  } else if (Array.isArray(old) || Array.isArray(next)) {
    if ([old, next].every((side) => Array.isArray(side) || isNothing(side))) {
      return compareLists(asList(old), asList(next), path);
    }
  }
  return [leaf(path, before, after)];
}

function compareMaps(before: Map, after: Map, path: PropertyPath): Leaf[] {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  const inner = [...names].flatMap((name) => compareInner(before[name], after[name], [...path, name]));
  return inner.length > 0 ? inner : [leaf(path, before, after)];
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: PropertyPath): Leaf[] {
  const found: Leaf[] = [];
  let [old, next] = [0, 0];
  let gone: readonly unknown[] = [];
  const flush = (came: readonly unknown[]) => {
    for (let index = 0; index < Math.max(gone.length, came.length); index++) {
      const at = index < came.length ? next + index : old + index;
      found.push(...compareInner(gone[index], came[index], [...path, at]));
    }
    old += gone.length;
    next += came.length;
    gone = [];
  };
  for (const part of diffArrays([...before], [...after], { comparator: isSame })) {
    if (part.removed) gone = part.value;
    else if (part.added) flush(part.value);
    else {
      flush([]);
      old += part.value.length;
      next += part.value.length;
    }
  }
  flush([]);
  return found.length > 0 ? found : [leaf(path, before, after)];
}

/** An element or member: an empty one says no more than none. */
function compareInner(before: unknown, after: unknown, path: PropertyPath): Leaf[] {
  return isEmpty(before) && isEmpty(after) ? [] : compareLeaves(before, after, path);
}

function leaf(path: PropertyPath, before: unknown, after: unknown): Leaf {
  return { path, ...(!isNothing(before) && { before }), ...(!isNothing(after) && { after }) };
}

type Map = Readonly<Record<string, unknown>>;

/** The marks of a bridged plugin, such as `__defaults`, are not the program's (pulumi-terraform-bridge pkg/tfbridge/schema.go). */
function namesOf(map: Map): string[] {
  return Object.keys(map).filter((name) => !name.startsWith("__"));
}

function open(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after || (isNothing(before) && isNothing(after))) return true;
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((one, index) => isSame(one, after[index]));
  }
  if (!isMap(before) || !isMap(after)) return false;
  return [...new Set([...namesOf(before), ...namesOf(after)])].every((name) => isSame(before[name], after[name]));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isNothing(value) || (isMap(value) && namesOf(value).length === 0);
}

function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asMap(value: unknown): Map {
  return isMap(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
