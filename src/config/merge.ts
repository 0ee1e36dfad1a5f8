/** A plain object as it comes out of YAML or JSON. */
export type Raw = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What an environment's overrides make of the system: objects key by key, everything else replaced, `null` removes.
 * A value that says where it comes from (`{ generate }`, `{ value, shared }`) is one value and replaced as a whole.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over) || isValueSource(base) || isValueSource(over)) return over;
  const merged: { [key: string]: unknown } = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = key in merged ? merge(merged[key], value) : withoutNulls(value);
  }
  return merged;
}

function isValueSource(value: Raw): boolean {
  return "generate" in value || ("value" in value && "shared" in value);
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Whether `path` leads to something inside `value`. */
export function has(value: unknown, path: readonly (string | number)[]): boolean {
  return at(value, path) !== undefined;
}

export function at(value: unknown, path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) {
    if (inner === null || typeof inner !== "object") return undefined;
    inner = (inner as { [key: string]: unknown })[key];
  }
  return inner;
}
