import { expect, test } from "vitest";
import { describeSides, listSides } from "../../../src/operations/report/property-sides.ts";
import { changed } from "./changes.ts";

test.each([
  ["wnam", '"wnam"'],
  ["", '""'],
  ["1", '"1"'],
  [1, "1"],
  [0.5, "0.5"],
  [false, "false"],
  [null, "null"],
  [[], "[]"],
  [["a", 1], '["a",1]'],
  [{ a: { b: [true] } }, '{"a":{"b":[true]}}'],
  ["two\nlines", '"two\\nlines"'],
  ["\u001b[31mred\u009b", '"\\u001b[31mred\\u009b"'],
  ["right\u202eleft", '"right\\u202eleft"'],
  ["two\u2028lines\u2029", '"two\\u2028lines\\u2029"'],
  ["\u{e0041}", '"\\udb40\\udc41"'],
  ["<!-- parity:preview stack=staging -->", '"\\u003c!-- parity:preview stack=staging --\\u003e"'],
  ["x".repeat(118), `"${"x".repeat(118)}"`],
  ["x".repeat(412), `"${"x".repeat(59)} … ${"x".repeat(29)}" (412 characters)`],
  ["🙂".repeat(200), `"${"🙂".repeat(59)} … ${"🙂".repeat(29)}" (200 characters)`],
])("the value %j is shown as %s", (value, text) => {
  expect(describeSides(changed("size", value, 0)).before).toEqual({ is: "value", text });
});

test.each([
  [Array(100).fill(1), "(100 values)"],
  [{ a: "x".repeat(130) }, "(1 value)"],
])("a list or map that is long is counted, and not cut in the middle", (value, text) => {
  expect(describeSides(changed("rules", value, 0)).before).toEqual({ is: "word", text });
});

test("no backslash is left alone where a long value is cut", () => {
  const { text } = describeSides(
    changed("pattern", `${"x".repeat(58)}\\|${"y".repeat(99)}\\|${"z".repeat(27)}`, 0),
  ).before;
  expect(text).toBe(`"${"x".repeat(58)} … |${"z".repeat(27)}" (188 characters)`);
});

test.each([
  ["add", "shown", "(none)", "2"],
  ["remove", "shown", "1", "(none)"],
  ["change", "shown", "1", "2"],
  ["add", "deferred", "(none)", "(known when applied)"],
  ["change", "deferred", "1", "(known when applied)"],
  ["add", "hidden", "(none)", "(secret)"],
  ["remove", "hidden", "(secret)", "(none)"],
  ["change", "hidden", "(secret)", "(secret)"],
] as const)("%s of a %s value goes from %s… to %s", (kind, values, before, after) => {
  const sides = describeSides({ ...changed("size", 1, 2), kind, values });
  expect([sides.before.text, sides.after.text]).toEqual([before, after]);
});

test("a value that is absent though it should be there is none", () => {
  expect(listSides(changed("size", undefined, undefined)).map(({ text }) => text)).toEqual(["(none)", "(none)"]);
});

test("a secret that changes is one word in a line", () => {
  const sides = listSides({ ...changed("token", "a", "b"), values: "hidden" });
  expect(sides.map(({ text }) => text)).toEqual(["(secret)"]);
});
