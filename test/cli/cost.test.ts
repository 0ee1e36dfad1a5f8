import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { cost, renderCosts } from "../../src/cli/cost.ts";

test("the table has a line a price, a total a stack, and the total of all", () => {
  const line = { what: "Fly acme", low: 1, high: 2.5, source: "a.page, 2026-01-01" };
  const costs = ["staging", "production"].map((stack) => ({ stack, lines: [line], low: 1, high: 2.5, pricesOf: "x" }));
  expect(renderCosts(costs).split("\n").slice(0, 6)).toEqual([
    "stack       what      USD a month   price",
    "staging     Fly acme  1.00 to 2.50  a.page, 2026-01-01",
    "staging     total     1.00 to 2.50",
    "production  Fly acme  1.00 to 2.50  a.page, 2026-01-01",
    "production  total     1.00 to 2.50",
    "all         total     2.00 to 5.00",
  ]);
});

test("one stack is priced alone", () => {
  expect(cost("systems/relay", "production").map(({ stack }) => stack)).toEqual(["production"]);
});

test("what one pull request costs is asked for by the template's name, and is not in the sum of all", () => {
  expect(cost("systems/relay", "review")).toMatchObject([{ stack: "review", pricesOf: expect.any(String) }]);
  expect(cost("systems/relay").map(({ stack }) => stack)).not.toContain("review");
});

test("a stack that is not there is refused with those that are", () => {
  expect(() => cost("systems/relay", "prod")).toThrow(
    `There is no stack "prod" in ${resolve("systems/relay")}.\n  Fix: name one of: dev, production, shared, staging`,
  );
});

test("a config that is wrong is refused with everything that is wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "parity-cost-"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: acme\nconfig:\n  acme:system:\n    value: { aps: {}, sitez: {} }\n",
  );
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
  expect(() => cost(folder)).toThrow(/did you mean "apps"\?[\s\S]*did you mean "sites"\?[\s\S]*2 problems/);
});
