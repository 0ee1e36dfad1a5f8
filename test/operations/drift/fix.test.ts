import { expect, test } from "vitest";
import { fixChange } from "../../../src/operations/drift/fix.ts";
import type { PropertyChange, ResourceChange } from "../../../src/operations/engine/change.ts";

const fixOf = (stateful: boolean, property: Partial<PropertyChange>) => {
  const properties = [{ path: "plan", kind: "change", values: "shown", replaces: false, ...property } as const];
  const change: ResourceChange = { urn: "", resource: "fly Postgres main", action: "update", stateful, properties };
  return fixChange(change, "staging");
};

test("a value that is shown may be kept or put back, one that is hidden is put back", () => {
  const commands = ["pulumi up --refresh --stack staging"];
  const keep = "write what is there into the config to keep it, or put it back";
  expect(fixOf(true, {})).toEqual({ fix: keep, commands });
  expect(fixOf(false, { replaces: true })).toEqual({ fix: keep, commands });
  expect(fixOf(false, { values: "hidden" })).toEqual({ fix: "put it back", commands });
});

test("what only a replacement would put back is kept, where the replacement would be empty", () => {
  expect(fixOf(true, { replaces: true })).toEqual({
    fix: "it cannot be put back without losing what it holds: write what is there into the config, and take it into the state",
    commands: ["pulumi refresh --stack staging"],
  });
});
