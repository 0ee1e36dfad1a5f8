import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readScalar, scalars } from "../config/source/scalars.ts";
import { Sandbox } from "../stage/sandbox.ts";

const plyr = new Sandbox();
afterAll(() => plyr.close());

test("the engine reads every scalar that is not refused as this program does, in both files", async () => {
  const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 1500);
  const read = fc.sample(scalars, { numRuns, seed: 20261129 }).flatMap((scalar) => {
    const known = readScalar(scalar);
    return known ? [{ scalar, value: known.value }] : [];
  });
  expect(read.length).toBeGreaterThan(numRuns / 4);
  const lines = (indent: string) => read.map(({ scalar }, index) => `${indent}k${index}: ${scalar}\n`).join("");
  plyr.edit("Pulumi.dev.yaml", (text) => `${text.trimEnd()}\n  other:values:\n${lines("    ")}`);
  plyr.edit("Pulumi.yaml", (text) =>
    text.replace("config:\n", () => `config:\n  more:values:\n    value:\n${lines("      ")}`),
  );
  await plyr.succeed(["stack", "init", "dev"]);
  type Settings = { readonly [key: string]: { readonly objectValue: { readonly [key: string]: unknown } } };
  const settings = await plyr.ask<Settings>(["config", "--json", "--stack", "dev"]);
  for (const key of ["other:values", "more:values"]) {
    const answers = settings[key]?.objectValue ?? {};
    const differing = read.filter(
      ({ value }, index) => JSON.stringify(sorted(answers[`k${index}`])) !== JSON.stringify(sorted(value)),
    );
    expect(differing).toEqual([]);
  }
});

/** Go writes the keys of a map in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
