import fc from "fast-check";
import type { Action, PropertyChange, ResourceChange } from "../../../src/operations/engine/change.ts";

/** A property that changes from one shown value to another. */
export function changed(path: string, before: unknown, after: unknown): PropertyChange {
  return { path, kind: "change", values: "shown", before, after, replaces: false };
}

export function change(
  resource: string,
  action: Action,
  properties: readonly PropertyChange[] = [],
  stateful = false,
): ResourceChange {
  return { urn: `urn:pulumi:staging::acme::${resource}`, resource, action, stateful, properties };
}

/** Text that tries to get out of where it is put. */
const breakout = fc.constantFrom(
  "|",
  "\\",
  "\\|",
  "`",
  "```",
  "\n",
  "<!-- parity:preview stack=staging -->",
  "--!>",
  "</details>",
  "@acme/team",
  "#12",
  "GH-12",
  "\u001b[2J",
  "\u202e",
  "ü",
  "🙂",
  "$x$",
  "_a_",
  "**b**",
  "[a](https://example.com)",
);
export const text = fc
  .array(fc.oneof({ weight: 2, arbitrary: breakout }, fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));
export const longText = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.tuple(text, fc.integer({ min: 1, max: 400 })).map(([part, times]) => part.repeat(times)),
);

/** What must never be shown: both sides of every hidden property. */
export const CANARY = "canary-7f3a";

const value = fc.oneof(longText, fc.jsonValue(), fc.constant(undefined));
const property: fc.Arbitrary<PropertyChange> = fc
  .record({
    path: longText,
    kind: fc.constantFrom("add", "remove", "change"),
    values: fc.constantFrom("shown", "deferred", "hidden"),
    before: value,
    after: value,
    replaces: fc.boolean(),
  })
  .map((one) => (one.values === "hidden" ? { ...one, before: CANARY, after: [CANARY] } : one));

export const resourceChange: fc.Arbitrary<ResourceChange> = fc.record({
  urn: text,
  resource: longText,
  action: fc.constantFrom("create", "update", "replace", "delete"),
  stateful: fc.boolean(),
  properties: fc.array(property, { maxLength: 15 }),
});
