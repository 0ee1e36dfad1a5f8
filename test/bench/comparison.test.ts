import { expect, it } from "vitest";
import { compare } from "../../bench/comparison.ts";

it("takes the ratio of the medians, and its spread from the pairs that ran after one another", () => {
  expect(
    compare([
      [4, 2],
      [9, 3],
      [5, 4],
    ]),
  ).toEqual({
    a: { median: 5, min: 4, max: 9 },
    b: { median: 3, min: 2, max: 4 },
    ratio: { median: 5 / 3, min: 1.25, max: 3 },
  });
});

it("takes the middle between two as their median", () => {
  expect(
    compare([
      [1, 1],
      [2, 1],
    ]).a,
  ).toEqual({ median: 1.5, min: 1, max: 2 });
});
