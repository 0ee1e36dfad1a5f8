import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, formatPath, type PropertyPath, parsePath } from "../../src/plugin/property-path.ts";

describe("a property path", () => {
  it.each<[PropertyPath, string]>([
    [["values", "KEY"], "values.KEY"],
    [["values", "odd key"], 'values["odd key"]'],
    [["values", 'say "x"'], 'values["say \\"x\\""]'],
    [["list", 0, "name"], "list[0].name"],
    [["odd-root"], '["odd-root"]'],
    [["odd-root", 10, "a.b"], '["odd-root"][10]["a.b"]'],
  ])("%j is written %s, and read again", (path, text) => {
    expect(formatPath(path)).toBe(text);
    expect(parsePath(text)).toStrictEqual(path);
  });

  it("is the same after writing and reading, whatever its keys", () => {
    // The engine's notation escapes quotes only, so a backslash before one is lost.
    const key = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\"));
    fc.assert(
      fc.property(fc.array(fc.oneof(key, fc.nat()), { minLength: 1 }), (path) => {
        expect(parsePath(formatPath(path))).toStrictEqual(path);
      }),
    );
  });

  it.each<[string, string, boolean]>([
    ["values", "values.KEY", true],
    ["values.KEY", "values", false],
    ["values.KEY", "values.KEY", true],
    ["values.KEY", "values.OTHER", false],
    ["parts[*].label", "parts[3].label", true],
    ["parts[*].label", "parts[3].weight", false],
    ["values.*", "values.KEY", true],
  ])("%s covers %s: %s", (pattern, path, expected) => {
    expect(covers(parsePath(pattern), parsePath(path))).toBe(expected);
  });
});
