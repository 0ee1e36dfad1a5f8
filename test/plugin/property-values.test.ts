import fc from "fast-check";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import {
  containsSecret,
  decodeProperties,
  encodeProperties,
  isKnown,
  type PropertyMap,
  type PropertyValue,
  reveal,
  Secret,
  seal,
  sealLike,
  UNKNOWN,
} from "../../src/plugin/property-values.ts";

const key = fc.string().filter((text) => text !== "__proto__");
const { value } = fc.letrec<{ value: PropertyValue; map: PropertyMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<PropertyValue>(null, true, false, UNKNOWN),
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.string(),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("map"),
    tie("value").map((inner) => new Secret(inner)),
  ),
  map: fc.dictionary(key, tie("value"), { maxKeys: 4 }).map((map) => ({ ...map })),
}));
const properties = fc.dictionary(key, value, { maxKeys: 5 }).map((map) => ({ ...map }));

function overTheWire(map: PropertyMap): PropertyMap {
  return decodeProperties(structPb.Struct.deserializeBinary(encodeProperties(map).serializeBinary()));
}

describe("property values on the wire", () => {
  it("come back as they were sent, secrets and unknowns at any depth", () => {
    fc.assert(
      fc.property(properties, (map) => {
        expect(overTheWire(map)).toStrictEqual(map);
      }),
    );
  });

  it("leave out what is undefined", () => {
    expect(decodeProperties(encodeProperties({ a: 1, b: undefined }))).toStrictEqual({ a: 1 });
  });

  it("are unknown for each of the engine's seven marks", () => {
    const marks = [
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    expect(decodeProperties(structPb.Struct.fromJavaScript({ marks }))).toStrictEqual({
      marks: marks.map(() => UNKNOWN),
    });
  });

  it("refuse what is not a value", () => {
    expect(() => encodeProperties({ a: () => 1 })).toThrow("a function cannot be a property value");
  });

  it("refuse the key that would be lost on the way", () => {
    expect(() => encodeProperties({ a: [JSON.parse('{ "__proto__": 1 }')] })).toThrow('called "__proto__"');
  });

  it("read a missing struct as an empty map", () => {
    expect(decodeProperties(undefined)).toStrictEqual({});
  });
});

describe("secrecy", () => {
  it("is gone after reveal, which changes nothing else", () => {
    fc.assert(
      fc.property(value, (any) => {
        const revealed = reveal(any);
        expect(containsSecret(revealed)).toBe(false);
        expect(isKnown(revealed)).toBe(isKnown(any));
        expect(reveal(revealed)).toStrictEqual(revealed);
      }),
    );
  });

  it("is one flat secret after seal", () => {
    expect(seal({ a: new Secret("x"), b: [new Secret("y")] })).toStrictEqual(new Secret({ a: "x", b: ["y"] }));
  });

  const secret = (inner: PropertyValue) => new Secret(inner);
  it.each<[string, PropertyValue, PropertyValue, PropertyValue]>([
    ["nothing where the model has no secret", { a: "x" }, { a: "y" }, { a: "x" }],
    ["the same keys as in the model", { a: "x", b: "y" }, { a: secret("1"), b: "2" }, { a: secret("x"), b: "y" }],
    ["keys at any depth", { a: { b: "x", c: "y" } }, { a: { b: secret("1") } }, { a: { b: secret("x"), c: "y" } }],
    ["items of a list of the same length", ["x", "y"], [secret("1"), "2"], [secret("x"), "y"]],
    ["all of a list of another length", ["x"], [secret("1"), "2"], secret(["x"])],
    ["all of a map that lost its secret key", { b: "y" }, { a: secret("1"), b: "2" }, secret({ b: "y" })],
    ["all of a value of another form", "x", { a: secret("1") }, secret("x")],
    ["all of what is a secret as a whole", { a: "x" }, secret({ a: "1" }), secret({ a: "x" })],
    ["nothing twice", secret("x"), secret("1"), secret("x")],
  ])("is copied from a model: %s", (_what, plain, model, expected) => {
    expect(sealLike(plain, model)).toStrictEqual(expected);
  });

  it("never gets lost on the way from a model of the same value", () => {
    fc.assert(
      fc.property(value, (model) => {
        const sealed = sealLike(reveal(model), model);
        expect(reveal(sealed)).toStrictEqual(reveal(model));
        expect(containsSecret(sealed)).toBe(containsSecret(model));
      }),
    );
  });
});
