import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { secret, startPlugin, type TestPlugin, unknown } from "./harness.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const THING = "toy:index:Thing";
const old: PropertyMap = {
  name: "abc",
  size: 1,
  values: { A: "a", B: "b" },
  secret: secret({ K: "k" }),
  parts: [{ label: "x", weight: 1 }],
};

describe("Diff", () => {
  let plugin: TestPlugin;
  beforeAll(async () => {
    plugin = await startPlugin(toyOptions(new ToyCloud()));
  });
  afterAll(() => plugin.close());

  it.each<[string, PropertyMap, Record<string, string>]>([
    ["no change", old, {}],
    ["a changed value", { ...old, size: 2 }, { size: "update" }],
    ["a changed key", { ...old, values: { A: "a", B: "c" } }, { "values.B": "update" }],
    ["an added odd key", { ...old, values: { A: "a", B: "b", "C-D": "c" } }, { 'values["C-D"]': "add" }],
    ["a removed key", { ...old, values: { A: "a" } }, { "values.B": "delete" }],
    ["a removed input", { ...old, parts: null }, { parts: "delete" }],
    ["an added input", { ...old, colour: "red" }, { colour: "add" }],
    ["a changed part of a list", { ...old, parts: [{ label: "x", weight: 2 }] }, { "parts[0].weight": "update" }],
    [
      "an added item of a list",
      {
        ...old,
        parts: [
          { label: "x", weight: 1 },
          { label: "y", weight: 1 },
        ],
      },
      { "parts[1]": "add" },
    ],
    ["a removed item of a list", { ...old, parts: [] }, { "parts[0]": "delete" }],
    ["a changed secret", { ...old, secret: secret({ K: "other" }) }, { "secret.K": "update" }],
    [
      "a value that became secret and nothing else",
      { ...old, size: secret(1), values: secret({ A: "a", B: "b" }) },
      {},
    ],
    ["a value that stopped being a secret", { ...old, secret: { K: "k" } }, {}],
    ["an unknown value", { ...old, size: unknown }, { size: "update" }],
    ["an unknown secret", { ...old, secret: secret({ K: unknown }) }, { "secret.K": "update" }],
    ["an unknown value of a new key", { ...old, values: { A: "a", B: "b", C: unknown } }, { "values.C": "add" }],
    ["a value of another form", { ...old, parts: "x" }, { parts: "update" }],
    ["a changed name", { ...old, name: "xyz" }, { name: "update-replace" }],
    ["an unknown name", { ...old, name: unknown }, { name: "update-replace" }],
  ])("of %s", async (_what, news, changes) => {
    const diff = await plugin.diff(THING, { inputs: old }, news);
    const replaces = Object.keys(changes).includes("name") ? ["name"] : [];
    const differs = Object.keys(changes).length > 0;
    expect(diff).toStrictEqual({ differs, changes, replaces, deleteBeforeReplace: true });
  });

  it("compares with the outputs when the engine has no old inputs", async () => {
    const outputs = { ...old, url: "https://abc.test", token: secret("t"), revision: 3 };
    expect((await plugin.diff(THING, { outputs }, { ...old, size: 2 })).changes).toStrictEqual({ size: "update" });
  });

  it("leaves out what the program ignores", async () => {
    const news = { ...old, size: 2, values: { A: "z", C: "c" }, parts: [{ label: "z", weight: 2 }] };
    const ignored = ["size", "values.A", "parts[*].label"];
    expect((await plugin.diff(THING, { inputs: old }, news, ignored)).changes).toStrictEqual({
      "values.B": "delete",
      "values.C": "add",
      "parts[0].weight": "update",
    });
  });

  it("replaces a thing that cannot be changed in place, making the new one first where both can stand", async () => {
    expect(await plugin.diff("toy:index:Stamp", { inputs: { text: "a" } }, { text: "b" })).toStrictEqual({
      differs: true,
      changes: { text: "update-replace" },
      replaces: ["text"],
      deleteBeforeReplace: false,
    });
  });

  it("does not announce the replacement of a thing that is never replaced", async () => {
    const diff = await plugin.diff("toy:index:Vault", { inputs: old }, { ...old, name: secret(unknown) });
    expect(diff).toMatchObject({ changes: { name: "update" }, replaces: [] });
  });
});
