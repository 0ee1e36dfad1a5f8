import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_STRING, UNKNOWNS } from "./wire-marks.ts";

/** A value that is encrypted in state and masked in output. May hold other secrets, and what is not known yet. */
export class Secret {
  constructor(readonly value: PropertyValue) {}
}

class Unknown {
  readonly unknown = true;
}

/** A value that a preview cannot know, because it comes from something that does not exist yet. */
export const UNKNOWN: Unknown = new Unknown();

export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap | Secret | Unknown;

/** Inputs or outputs of a resource as the engine sends them, with secrets and unknowns kept as such. */
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** A value with neither secrets nor unknowns in it. */
export type PlainValue = null | boolean | number | string | PlainValue[] | { [key: string]: PlainValue };

/** Reads what the engine sent. A missing struct is an empty map. */
export function decodeProperties(struct: structPb.Struct | undefined): PropertyMap {
  const entries: [string, PropertyValue][] = [];
  struct?.getFieldsMap().forEach((value, key) => {
    entries.push([key, decodeValue(value)]);
  });
  return Object.fromEntries(entries);
}

function decodeValue(value: structPb.Value): PropertyValue {
  switch (value.getKindCase()) {
    case structPb.Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case structPb.Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case structPb.Value.KindCase.STRING_VALUE:
      return UNKNOWNS.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
    case structPb.Value.KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map(decodeValue);
    case structPb.Value.KindCase.STRUCT_VALUE: {
      const map = decodeProperties(value.getStructValue());
      return map[SIGNATURE_KEY] === SECRET_SIGNATURE ? new Secret(map.value ?? null) : map;
    }
    default:
      return null;
  }
}

/**
 * Writes a map for the engine. Properties that are `undefined` are left out. Throws for the key `__proto__`, at any
 * depth: the maps of google-protobuf 3.21 are plain objects, which take it for their prototype and drop it.
 */
export function encodeProperties(map: { readonly [key: string]: unknown }): structPb.Struct {
  const struct = new structPb.Struct();
  for (const [key, value] of Object.entries(map)) {
    if (key === "__proto__") throw new TypeError('a property cannot be called "__proto__"');
    if (value !== undefined) struct.getFieldsMap().set(key, encodeValue(value));
  }
  return struct;
}

function encodeValue(value: unknown): structPb.Value {
  const encoded = new structPb.Value();
  if (value === UNKNOWN) return encoded.setStringValue(UNKNOWN_STRING);
  if (value instanceof Secret) {
    return encoded.setStructValue(encodeProperties({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value: value.value }));
  }
  if (value === null || value === undefined) return encoded.setNullValue(structPb.NullValue.NULL_VALUE);
  if (Array.isArray(value)) {
    return encoded.setListValue(new structPb.ListValue().setValuesList(value.map(encodeValue)));
  }
  switch (typeof value) {
    case "boolean":
      return encoded.setBoolValue(value);
    case "number":
      return encoded.setNumberValue(value);
    case "string":
      return encoded.setStringValue(value);
    case "object":
      return encoded.setStructValue(encodeProperties(value as Record<string, unknown>));
    default:
      throw new TypeError(`a ${typeof value} cannot be a property value`);
  }
}

/** True for a map, as opposed to a list, a secret, an unknown or a scalar. */
export function isMap(value: unknown): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    value !== UNKNOWN
  );
}

/** The value without the marks of secrecy, at any depth. Unknowns stay. */
export function reveal(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return reveal(value.value);
  if (Array.isArray(value)) return value.map(reveal);
  return isMap(value) ? mapValues(value, reveal) : value;
}

export function isKnown(value: PropertyValue): boolean {
  return !contains(value, (part) => part === UNKNOWN);
}

export function containsSecret(value: PropertyValue): boolean {
  return contains(value, (part) => part instanceof Secret);
}

/** Every text and number in what is secret, at any depth. */
export function secretTexts(value: PropertyValue, secret = false): string[] {
  if (value instanceof Secret) return secretTexts(value.value, true);
  if (typeof value === "string" || typeof value === "number") return secret ? [String(value)] : [];
  const parts = Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
  return parts.flatMap((part) => secretTexts(part, secret));
}

/** The value as one secret, whatever part of it was secret before. */
export function seal(value: PropertyValue): Secret {
  return new Secret(reveal(value));
}

/**
 * Marks in `value` what is secret in `model`, as deep as the two have the same shape. Where they differ, all of the
 * smallest part of `value` that could hold the secret becomes one.
 */
export function sealLike(value: PropertyValue, model: PropertyValue): PropertyValue {
  if (value instanceof Secret || !containsSecret(model)) return value;
  if (isMap(value) && isMap(model)) {
    const missing = Object.keys(model).some((key) => !Object.hasOwn(value, key) && containsSecret(model[key] ?? null));
    if (!missing)
      return mapValues(value, (part, key) => sealLike(part, Object.hasOwn(model, key) ? (model[key] ?? null) : null));
  }
  if (Array.isArray(value) && Array.isArray(model) && value.length === model.length) {
    return value.map((part, index) => sealLike(part, model[index] ?? null));
  }
  return seal(value);
}

export function mapValues(map: PropertyMap, change: (value: PropertyValue, key: string) => PropertyValue): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function contains(value: PropertyValue, matches: (part: PropertyValue) => boolean): boolean {
  if (matches(value)) return true;
  if (value instanceof Secret) return contains(value.value, matches);
  if (Array.isArray(value)) return value.some((part) => contains(part, matches));
  return isMap(value) && Object.values(value).some((part) => contains(part, matches));
}
