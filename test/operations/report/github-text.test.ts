import fc from "fast-check";
import { expect, test } from "vitest";
import { block, exact, linkLog, name, sentence } from "../../../src/operations/report/github-text.ts";
import { longText } from "./changes.ts";
import { hazards, withoutCode } from "./markdown-reading.ts";

test.each([
  ["plain words, 3 of them.", "plain words, 3 of them."],
  ["ask @acme/team", "ask @&#8203;acme/team"],
  ["see #12 and GH-7", "see #&#8203;12 and GH-&#8203;7"],
  ["a|b `c` *d* [e](f) ~g~ $h$", "a\\|b \\`c\\` \\*d\\* \\[e\\](f) \\~g\\~ \\$h\\$"],
  ["DATABASE_URL and _this_", "DATABASE_URL and \\_this\\_"],
  ["<b>&amp; Tom & Jerry", "\\<b\\>&amp;amp; Tom & Jerry"],
  ["two\n\n  lines", "two lines"],
  ["# no heading", "\\# no heading"],
  ["- no list", "\\- no list"],
  ["1. no list", "1\\. no list"],
  ["https://fly.io/docs/a_b?c=d&e=f#g", "https://fly.io/docs/a_b?c=d&e=f#g"],
])("the sentence %j becomes %j", (text, markdown) => {
  expect(sentence(text)).toBe(markdown);
});

test.each([
  ["values.DATABASE_URL", "`values.DATABASE_URL`"],
  ['values["a`b"]', '`` values["a`b"] ``'],
  ["a\\|b", "`a\\\\|b`"],
  ["a\nb", "`a b`"],
])("the name %j becomes %s", (text, markdown) => {
  expect(name(text)).toBe(markdown);
});

test("a command is kept as it is, to be copied", () => {
  expect(exact("pulumi up --replace 'urn:a$b::c'")).toBe("`pulumi up --replace 'urn:a$b::c'`");
});

test("an error keeps its lines, and cannot end its block", () => {
  expect(block("a\n````\n\tb\u001b[0m\n")).toBe("`````\na\n````\n  b\\u001b[0m\n`````");
});

test("an error of many characters is cut, and says so", () => {
  expect(block("x".repeat(5000))).toBe(`\`\`\`\n${"x".repeat(2000)} … (5000 characters)\n\`\`\``);
});

test("the log is linked where its address is known, whatever is in it", () => {
  expect([linkLog("the log", "https://example.com/a>b c"), linkLog("the log", undefined)]).toEqual([
    "[the log](<https://example.com/a%3Eb%20c>)",
    "the log",
  ]);
});

test("no text notifies, opens HTML or imitates a marker, whatever it is", () => {
  fc.assert(
    fc.property(longText, (text) => {
      const all = [sentence(text), name(text), exact(text), block(text)];
      expect(all.join("\n")).not.toMatch(hazards);
      for (const markdown of all)
        expect(withoutCode(markdown).replaceAll("&#8203;", "-")).not.toMatch(/@\w|#\d|(?<!\\)<|\n/);
    }),
  );
});
