import { expect, test } from "vitest";
import type { Raw } from "../../src/config/merge.ts";
import { resolveAcme, shortly } from "./acme.ts";

const found = (plan: string | undefined, database: Raw) =>
  shortly(
    resolveAcme("staging", {}, { neon: { ...(plan !== undefined && { plan }) }, databases: { main: database } }),
  ).filter((line) => line.includes("[neon-plan]"));

test.each<[string | undefined, Raw]>([
  ["free", { history: 21_600 }],
  ["launch", { history: 604_800, compute: { suspend: 300 } }],
  ["launch", { compute: { suspend: "never" } }],
  ["scale", { history: 2_592_000, compute: { suspend: 60 } }],
  ["free", { compute: { maximum: 2 } }],
  ["launch", { compute: { minimum: 1, maximum: 16 } }],
  ["scale", { compute: { minimum: 56, maximum: 56 } }],
  [undefined, { history: 2_592_000, compute: { suspend: "never" } }],
])("what the plan %s gives is taken: %j", (plan, database) => {
  expect(found(plan, database)).toEqual([]);
});

test.each<[string, Raw, string]>([
  [
    "free",
    { compute: { maximum: 4 } },
    "databases.main.compute.maximum [neon-plan] Neon's free plan does not give this. → write 2 or less, or name the plan you have under neon.plan",
  ],
  [
    "scale",
    { compute: { minimum: 1, maximum: 56 } },
    "databases.main.compute.maximum [neon-plan] Neon's scale plan does not give this. → write 16 or less, or name the plan you have under neon.plan",
  ],
  [
    "free",
    { history: 86_400 },
    "databases.main.history [neon-plan] Neon's free plan does not give this. → write 21600 or less, or name the plan you have under neon.plan",
  ],
  [
    "launch",
    { history: 604_801 },
    "databases.main.history [neon-plan] Neon's launch plan does not give this. → write 604800 or less, or name the plan you have under neon.plan",
  ],
  [
    "free",
    { compute: { suspend: "never" } },
    "databases.main.compute.suspend [neon-plan] Neon's free plan does not give this. → leave it out, or name the plan you have under neon.plan",
  ],
  [
    "launch",
    { compute: { suspend: 299 } },
    "databases.main.compute.suspend [neon-plan] Neon's launch plan does not give this. → write 300 or more, or name the plan you have under neon.plan",
  ],
])("what the plan %s does not give is refused before Neon is asked: %j", (plan, database, expected) => {
  expect(found(plan, database)).toEqual([expect.stringContaining(expected)]);
});

test("a smallest compute that is larger than the largest is refused, whatever the plan", () => {
  const database = { compute: { minimum: 2, maximum: 1 } };
  expect(shortly(resolveAcme("staging", {}, { databases: { main: database } }))).toEqual([
    expect.stringContaining("databases.main.compute [neon-compute]"),
  ]);
});
