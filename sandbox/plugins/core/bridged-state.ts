import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import {
  decodeProperties,
  encodeProperties,
  isMap,
  type PropertyMap,
  type PropertyValue,
  Secret,
} from "../../../src/plugin/property-values.ts";

/** What a bridged Terraform resource adds to what a program and its state see, and leaves out. */
export interface BridgedType {
  /** Version of its schema, which its state must carry: without one the state is taken for version 0 and migrated. */
  readonly schemaVersion?: number;
  /** Computed properties that every difference names as well. */
  readonly moves?: readonly string[];
  /** Inputs that Check does not add: what they are when the program leaves them out. */
  readonly defaults?: PropertyMap;
  /** The same for inputs that stay as they are once the thing exists. */
  readonly computed?: PropertyMap;
  /** Outputs that are always a secret nothing. */
  readonly nulls?: readonly string[];
}

/** Outputs as the state keeps them. */
export function complete(struct: Struct | undefined, id: string, { schemaVersion, nulls = [] }: BridgedType): Struct {
  const meta = schemaVersion === undefined ? {} : { __meta: JSON.stringify({ schema_version: String(schemaVersion) }) };
  const nothing = nulls.map((name) => [name, new Secret(null)] as const);
  return encodeProperties({ ...decodeProperties(struct), ...Object.fromEntries(nothing), ...meta, id });
}

/** Says in each map which of its inputs nobody gave. Below the first level nothing is added by itself. */
export function mark(map: PropertyMap, added: readonly PropertyValue[]): PropertyMap {
  const inner = (value: PropertyValue): PropertyValue => {
    if (Array.isArray(value)) return value.map(inner);
    return isMap(value) ? mark(value, []) : value;
  };
  const entries = Object.entries(map).map(([name, value]) => [name, inner(value)] as const);
  return { ...Object.fromEntries(entries), __defaults: [...added] };
}

/** Without the marks of a bridge, whichever plugin wrote them. */
export function unmarked(struct: Struct | undefined): PropertyMap {
  const inner = (value: PropertyValue): PropertyValue => {
    if (Array.isArray(value)) return value.map(inner);
    return isMap(value) ? strip(value) : value;
  };
  const strip = (map: PropertyMap): PropertyMap => {
    const own = Object.entries(map).filter(([name]) => !name.startsWith("__"));
    return Object.fromEntries(own.map(([name, value]) => [name, inner(value)]));
  };
  return strip(decodeProperties(struct));
}

/** Without those of `left` that nobody gave. */
export function withoutAdded(map: PropertyMap, left: PropertyMap, given: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(map).filter(([name]) => !Object.hasOwn(left, name) || Object.hasOwn(given, name)),
  );
}

/** With `values` for what it has not. */
export function fill(map: PropertyMap, values: PropertyMap): PropertyMap {
  return { ...values, ...map };
}

/** The members of `map` that `names` has too. */
export function pick(map: PropertyMap, names: PropertyMap = {}): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => Object.hasOwn(names, name)));
}
