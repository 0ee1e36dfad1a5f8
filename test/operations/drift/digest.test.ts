import { expect, test } from "vitest";
import { digestOfDrift, driftTitle } from "../../../src/operations/drift/digest.ts";
import type { DriftReport } from "../../../src/operations/drift/report.ts";
import { change, changed } from "../report/changes.ts";
import { full } from "./reports.ts";

const [cloud] = full.cloud;
const [broken] = full.broken;
if (!cloud || !broken) throw new Error("the report has one of everything");
const other = { fix: "do something else" };
const expiring = (what: string, condition = broken.condition): DriftReport => ({
  ...full,
  broken: [{ ...broken, what, condition }],
});
const memory = (before: unknown, after: unknown): DriftReport => ({
  ...full,
  cloud: [{ ...cloud, properties: [changed("memory", before, after)] }],
});
const another = change("fly App web", "create");
const several: DriftReport = {
  ...full,
  cloud: [cloud, { ...another, cure: { fix: "" } }],
  config: [...full.config, another],
  broken: [broken, { ...broken, resource: "fly Certificate web" }],
};
const reversed: DriftReport = {
  ...several,
  cloud: several.cloud.toReversed(),
  config: several.config.toReversed(),
  broken: several.broken.toReversed(),
};

test("the digest is one of 64 hexadecimal digits, which a new release does not change", () => {
  expect(digestOfDrift(full)).toBe("eb95162b8d082e656113773fca5e7cf8dd17e5356c9d89a483ea0c1ddbb06203");
});

test.each<[string, DriftReport, DriftReport]>([
  ["on the next day", full, expiring("The deploy token expires on 2026-12-01, in 9 days.")],
  ["on the last day", full, expiring("The deploy token expires on 2026-12-01, in 1 day.")],
  ["in another order", several, reversed],
  [
    "with properties in another order",
    full,
    { ...full, cloud: [{ ...cloud, properties: cloud.properties.toReversed() }] },
  ],
  ["with keys in another order", memory({ a: 1, b: { c: 2, d: 3 } }, 0), memory({ b: { d: 3, c: 2 }, a: 1 }, 0)],
  ["with other advice", full, { ...full, cloud: [{ ...cloud, cure: other }], broken: [{ ...broken, cure: other }] }],
  ["when something else could not be read", full, { ...full, unknown: [], notes: [], clean: 3 }],
  [
    "whatever a hidden value is",
    full,
    {
      ...full,
      cloud: [
        {
          ...cloud,
          properties: cloud.properties.map((one) => (one.values === "hidden" ? { ...one, after: "x" } : one)),
        },
      ],
    },
  ],
])("the digest stays the same %s", (_, one, other) => {
  expect(digestOfDrift(other)).toBe(digestOfDrift(one));
});

test.each<[string, DriftReport, DriftReport]>([
  ["of another stack", full, { ...full, stack: "production" }],
  ["of another value", memory(256, 512), memory(256, 1024)],
  ["of a value of another type", memory(1, 2), memory("1", 2)],
  ["of a property less", full, { ...full, cloud: [{ ...cloud, properties: cloud.properties.slice(1) }] }],
  ["of another action", full, { ...full, cloud: [{ ...cloud, action: "delete" }] }],
  ["of a resource more", full, { ...full, config: [...full.config, another] }],
  ["of a token that has expired", full, expiring("The deploy token expired on 2026-12-01.", "expired 2026-12-01")],
  ["of another date", full, expiring("The deploy token expires on 2026-12-02, in 10 days.", "expires 2026-12-02")],
  [
    "of the same change, made in the config",
    { ...full, cloud: [{ ...another, cure: { fix: "" } }], config: [] },
    { ...full, cloud: [], config: [another] },
  ],
])("the digest is another %s", (_, one, other) => {
  expect(digestOfDrift(other)).not.toBe(digestOfDrift(one));
});

test("the title says what was found, and not what is as declared", () => {
  expect(driftTitle(full)).toBe("Drift in staging: 1 broken, 1 changed in the cloud, 2 not applied");
});

test("the title of a stack with a long name is no longer than GitHub's 256 characters", () => {
  const title = driftTitle({ ...full, stack: "s".repeat(300) });
  expect([title.length, title.startsWith(`Drift in ${"s".repeat(60)} … `)]).toEqual([168, true]);
});
