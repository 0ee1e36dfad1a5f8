import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { secret, startPlugin, type TestPlugin, unknown } from "./harness.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const THING = "toy:index:Thing";
const VAULT = "toy:index:Vault";

const MISSING = "is required and has no value.\n  Fix: give it one";
const wrong = (what: string) => `${what}\n  Fix: write what \`pulumi package get-schema\` says of it`;

describe("Check", () => {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin(toyOptions(new ToyCloud()));
  });
  afterAll(() => plugin.close());

  it.each<[string, PropertyMap, PropertyMap]>([
    ["fills in defaults", { name: "abc" }, { name: "abc", size: 1, values: {}, secret: secret({}) }],
    [
      "fills in defaults beside what is unknown",
      { name: unknown },
      { name: unknown, size: 1, values: {}, secret: secret({}) },
    ],
    [
      "fills in defaults inside a list of which a part is unknown",
      { name: "abc", parts: [{ label: unknown }] },
      { name: "abc", size: 1, values: {}, secret: secret({}), parts: [{ label: unknown, weight: 10 }] },
    ],
    [
      "keeps unknown values of a map",
      { name: "abc", values: { A: unknown, B: "b" } },
      { name: "abc", size: 1, values: { A: unknown, B: "b" }, secret: secret({}) },
    ],
    [
      "keeps secrets where they are",
      { name: secret("abc"), values: { A: secret("a"), B: "b" } },
      { name: secret("abc"), size: 1, values: { A: secret("a"), B: "b" }, secret: secret({}) },
    ],
    [
      "makes one secret of an input that is always secret",
      { name: "abc", secret: { A: "a", B: secret("b") } },
      { name: "abc", size: 1, values: {}, secret: secret({ A: "a", B: "b" }) },
    ],
    [
      "keeps a secret that is unknown",
      { name: "abc", secret: { A: secret(unknown) } },
      { name: "abc", size: 1, values: {}, secret: secret({ A: unknown }) },
    ],
    ["takes null for absent", { name: "abc", size: null }, { name: "abc", size: 1, values: {}, secret: secret({}) }],
  ])("%s", async (_behaviour, given, expected) => {
    expect(await plugin.check(THING, given)).toStrictEqual({ inputs: expected, failures: [] });
  });

  it.each<[string, PropertyMap, [string, string][]]>([
    ["a missing value", {}, [["name", MISSING]]],
    ["a missing value in a list", { name: "abc", parts: [{}] }, [["parts[0].label", MISSING]]],
    ["a misspelt name", { name: "abc", sise: 2 }, [["sise", 'is not a known property.\n  Fix: write "size"']]],
    [
      "a name like no other",
      { name: "abc", zone: 2 },
      [["zone", "is not a known property.\n  Fix: leave it out; known are: name, size, colour, values, secret, parts"]],
    ],
    [
      "a misspelt name in a list",
      { name: "abc", parts: [{ label: "x", wieght: 1 }] },
      [["parts[0].wieght", 'is not a known property.\n  Fix: write "weight"']],
    ],
    [
      "a misspelt name beside an unknown value",
      { name: "abc", parts: [{ label: unknown, wieght: 1 }] },
      [["parts[0].wieght", 'is not a known property.\n  Fix: write "weight"']],
    ],
    [
      "a wrong value",
      { name: "abc", values: { "odd key": 1 } },
      [['values["odd key"]', wrong("Invalid input: expected string, received number")]],
    ],
    [
      "a wrong value beside an unknown one",
      { name: "abc", values: { A: unknown, B: 1 } },
      [["values.B", wrong("Invalid input: expected string, received number")]],
    ],
    [
      "every problem at once",
      { name: "ab", size: 1.5, colour: "blue" },
      [
        ["name", wrong("Too small: expected string to have >=3 characters")],
        ["size", wrong("Invalid input: expected int, received number")],
        ["colour", wrong('Invalid option: expected one of "red"|"green"')],
      ],
    ],
    [
      "what the definition's own check finds",
      { name: "abc", size: 4 },
      [["size", "must not be over 3, the length of the name.\n  Fix: make it smaller"]],
    ],
  ])("finds %s", async (_problem, given, expected) => {
    expect((await plugin.check(THING, given)).failures).toStrictEqual(expected);
  });

  it("leaves the definition's own check out of what is unknown or wrong", async () => {
    expect((await plugin.check(THING, { name: unknown, size: 400 })).failures).toStrictEqual([]);
    expect((await plugin.check(THING, { name: "ab", size: 400 })).failures).toStrictEqual([
      ["name", wrong("Too small: expected string to have >=3 characters")],
    ]);
  });

  it("does not name the property of a wrong secret, for the engine would print its value", async () => {
    const given = { name: secret("ab"), secret: 7, values: secret({ A: 1 }) };
    expect((await plugin.check(THING, given)).failures).toStrictEqual([
      ["", wrong("name: Too small: expected string to have >=3 characters")],
      ["values.A", wrong("Invalid input: expected string, received number")],
      ["", wrong("secret: Invalid input: expected record, received number")],
    ]);
  });

  describe("of a thing that is never replaced", () => {
    const before = { name: "abc", size: 1, values: {}, secret: secret({}) };
    const reason =
      "cannot be changed.\n  Why: A vault holds what cannot be made again.\n  Fix: make a second one and move its content";

    it("refuses a change that would replace it", async () => {
      expect((await plugin.check(VAULT, { name: "xyz" }, before)).failures).toStrictEqual([["name", reason]]);
    });

    it.each<[string, PropertyMap, PropertyMap]>([
      ["a change in place", { name: "abc", size: 2 }, before],
      ["a value that is unknown yet", { name: unknown }, before],
      ["the same value as a secret", { name: secret("abc") }, before],
      ["a new thing", { name: "xyz" }, {}],
    ])("accepts %s", async (_what, news, olds) => {
      expect((await plugin.check(VAULT, news, olds)).failures).toStrictEqual([]);
    });
  });

  it("refuses a type that the plugin does not have", async () => {
    await expect(plugin.check("toy:index:Nothing", {})).rejects.toThrow(
      "The toy plugin 1.2.3 has no resource type toy:index:Nothing. It has: toy:index:Thing, toy:index:Vault, toy:index:Stamp.",
    );
  });
});
