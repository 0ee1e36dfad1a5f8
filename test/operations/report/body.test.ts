import fc from "fast-check";
import { expect, test } from "vitest";
import { type BodyPart, fitBody } from "../../../src/operations/report/body.ts";

const section = (title: string, rows: readonly string[], more: Partial<BodyPart> = {}): BodyPart => ({
  title,
  rows,
  folds: false,
  ...more,
});
const rowsOf = (count: number, row = "- x") => Array.from({ length: count }, () => row);

test("sections stand between head and tail, and an empty one is left out", () => {
  const parts = [section("First: 1", ["- a"], { intro: "Why." }), section("Second: 0", [])];
  expect(fitBody({ head: "## H", parts, tail: "T" }, { limit: Number.POSITIVE_INFINITY })).toBe(
    "## H\n\n### First: 1\n\nWhy.\n\n- a\n\nT",
  );
});

test("a long section that folds is shown closed, and a short one open", () => {
  const folded = (count: number) =>
    fitBody({ head: "H", parts: [section("S", rowsOf(count), { folds: true })], tail: "" }, { limit: 1000 });
  expect(folded(12)).toBe(`H\n\n### S\n\n${rowsOf(12).join("\n")}`);
  expect(folded(13)).toBe(`H\n\n<details><summary><b>S</b></summary>\n\n${rowsOf(13).join("\n")}\n\n</details>`);
});

test("the least important section is folded to its title before a row of another is left out", () => {
  const parts = [section("First: 3", rowsOf(3)), section("Second: 214", rowsOf(214))];
  const whole = fitBody({ head: "H", parts, tail: "T" }, { limit: 90, logUrl: "l" });
  expect(whole).toBe("H\n\n### First: 3\n\n- x\n- x\n- x\n\n### Second: 214\n\n… 214: see [the log](<l>)\n\nT");
});

test("the first section without room loses its last rows, and says how many and where they are", () => {
  const parts = [section("First: 100", rowsOf(100), { intro: "Why." }), section("Second: 1", ["- y"])];
  const cut =
    "H\n\n### First: 100\n\nWhy.\n\n- x\n- x\n\n… and 98 more: see [the log](<l>)\n\n### Second: 1\n\n… 1: see [the log](<l>)\n\nT";
  const bytes = Buffer.byteLength(cut);
  const renderIn = (limit: number) => fitBody({ head: "H", parts, tail: "T" }, { limit, logUrl: "l" });
  expect([renderIn(bytes), renderIn(bytes + 3)]).toEqual([cut, cut]);
  expect(renderIn(bytes + 4)).toContain("- x\n- x\n- x\n\n… and 97 more: see [the log](<l>)\n");
});

test("a table that has lost all rows has no head either", () => {
  const parts = [section("First: 9", rowsOf(9), { tableHead: ["| a |", "| --- |"] })];
  expect(fitBody({ head: "H", parts, tail: "" }, { limit: 45 })).toBe("H\n\n### First: 9\n\n… 9: see the log");
});

test("no more rows are left out than must be, and never of a section before a less important one is a title", () => {
  const rows = fc.array(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).map((row) => `- row ${row}`.replaceAll("\n", "")),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 5 }), fc.integer({ min: 400, max: 3000 }), (all, limit) => {
      const parts = all.map((one, index) => section(`Section ${index}`, one, { folds: index % 2 === 1 }));
      const options = { limit, logUrl: "https://example.com/log" };
      const text = fitBody({ head: "H", parts, tail: "T" }, options);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      const shown = all.map((one, index) => {
        const after = text.slice(text.indexOf(`Section ${index}`));
        const own = one.length === 0 ? "" : after.split(/\n### |<details>/)[0];
        return own?.match(/^- row /gm)?.length ?? 0;
      });
      const cut = all.findIndex((one, index) => (shown[index] ?? 0) < one.length);
      if (cut === -1) return;
      expect(shown.slice(cut + 1).every((count) => count === 0)).toBe(true);
      // One more row of the section that was cut, in place of nothing else, would be too long.
      const next = all[cut]?.[shown[cut] ?? 0] ?? "";
      expect(Buffer.byteLength(text) + Buffer.byteLength(next) + 1 + 45).toBeGreaterThan(limit);
    }),
  );
});
