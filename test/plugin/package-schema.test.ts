import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describePackage } from "../../src/plugin/package-schema.ts";
import { defineResource } from "../../src/plugin/resource.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

describe("the package schema", () => {
  const schema = describePackage(toyOptions(new ToyCloud())) as {
    resources: Record<string, Record<string, unknown>>;
    [part: string]: unknown;
  };

  it("says how the plugin is configured", () => {
    const settings = {
      token: {
        type: "string",
        description: "What lets you in.",
        secret: true,
        defaultInfo: { environment: ["TOY_TOKEN", "TOY_ACCESS_TOKEN"] },
      },
      delayMs: { type: "integer", description: "Milliseconds between writes.", default: 1000 },
    };
    expect(schema).toMatchObject({ name: "toy", version: "1.2.3", config: { variables: settings } });
    expect(schema.provider).toStrictEqual({ inputProperties: settings, requiredInputs: [] });
  });

  it("says what its maker says of it, and nothing where nothing is said", () => {
    expect(schema).not.toHaveProperty("license");
    const publication = { license: "MIT", language: { python: { respectSchemaVersion: true } } };
    expect(describePackage({ ...toyOptions(new ToyCloud()), publication })).toMatchObject({
      name: "toy",
      ...publication,
    });
  });

  it("describes a resource's inputs: types, defaults, what is required, secret, and replaces", () => {
    const texts = { type: "object", additionalProperties: { type: "string" } };
    expect(schema.resources["toy:index:Thing"]?.inputProperties).toStrictEqual({
      name: { type: "string", description: "Name. Changing it replaces the thing.", willReplaceOnChanges: true },
      size: { type: "integer", description: "Size in litres.", default: 1 },
      colour: { $ref: "#/types/toy:index:ThingColour" },
      values: texts,
      secret: { ...texts, secret: true },
      parts: { type: "array", items: { $ref: "#/types/toy:index:ThingPartsItem" } },
    });
    expect(schema.resources["toy:index:Thing"]?.requiredInputs).toStrictEqual(["name"]);
  });

  it("describes outputs: every input without its default, and the resource's own", () => {
    expect(schema.resources["toy:index:Thing"]).toMatchObject({
      description: "A thing.",
      properties: {
        size: { type: "integer", description: "Size in litres." },
        token: { type: "string", secret: true },
      },
      required: ["name", "size", "values", "secret", "url", "token", "revision"],
    });
    expect(schema.resources["toy:index:Thing"]?.properties).not.toHaveProperty("size.default");
  });

  it("gives nested objects and choices a type of their own", () => {
    expect(schema.types).toMatchObject({
      "toy:index:ThingColour": { type: "string", enum: [{ value: "red" }, { value: "green" }] },
      "toy:index:ThingPartsItem": {
        type: "object",
        properties: { label: { type: "string" }, weight: { type: "number", default: 10 } },
        required: ["label"],
      },
    });
  });

  it("marks every input of a thing that cannot be changed in place", () => {
    expect(schema.resources["toy:index:Stamp"]?.inputProperties).toStrictEqual({
      text: { type: "string", willReplaceOnChanges: true },
    });
  });

  it("knows unions, optional nulls and values of any kind", () => {
    const definition = defineResource<unknown>()({
      token: "toy:index:Odd",
      description: "Odd.",
      inputs: z.object({
        either: z.union([z.string(), z.number()]).default(5),
        perhaps: z.string().nullable(),
        any: z.unknown(),
        fixed: z.literal("x"),
        deep: z.record(z.string(), z.object({ on: z.boolean() })),
      }),
      outputs: z.object({}),
      create: async () => Promise.reject(new Error("not made")),
      read: async () => undefined,
      delete: async () => {},
    });
    const options = {
      name: "toy",
      version: "1.0.0",
      config: z.object({}),
      resources: [definition],
      connect: () => ({}),
    };
    const { resources, types } = describePackage(options) as typeof schema;
    expect(resources["toy:index:Odd"]?.properties).toStrictEqual({
      either: { oneOf: [{ type: "string" }, { type: "number" }] },
      perhaps: { type: "string" },
      any: { $ref: "pulumi.json#/Any" },
      fixed: { type: "string" },
      deep: { type: "object", additionalProperties: { $ref: "#/types/toy:index:OddDeepValue" } },
    });
    // A default of either would be Go that does not compile.
    expect(resources["toy:index:Odd"]?.inputProperties).toMatchObject({ either: { oneOf: [{}, {}] } });
    expect(resources["toy:index:Odd"]).not.toHaveProperty("inputProperties.either.default");
    expect(types).toStrictEqual({
      "toy:index:OddDeepValue": { type: "object", properties: { on: { type: "boolean" } }, required: ["on"] },
    });
  });
});
