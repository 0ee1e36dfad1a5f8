import { expect, test } from "vitest";
import { findOverwritten } from "../../../src/operations/drift/overwritten.ts";
import { stepOn } from "../engine/step.ts";

const secret = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret";
const [ours, theirs] = ["2026-11-01 10:00:00 +0000 UTC", "2026-11-02 11:00:00 +0000 UTC"];

function find(outputs: Record<string, unknown>, type = secret, old: Record<string, unknown> = {}) {
  return findOverwritten(
    [stepOn(type, "TOKEN", { op: "same", old: { type, outputs: old }, new: { type, outputs } })],
    "it",
  );
}

test("a secret that was written after our own write is drift, and says when and what to do", () => {
  expect(find({ updatedAt: ours, remoteUpdatedAt: theirs })).toMatchObject([
    {
      resource: "github ActionsEnvironmentSecret TOKEN",
      stateful: false,
      properties: [
        { path: "value", values: "hidden" },
        { path: "updatedAt", before: ours, after: theirs },
      ],
      cure: {
        commands: [expect.stringMatching(/^pulumi state delete 'urn:\S+::TOKEN' --stack it$/), "pulumi up --stack it"],
      },
    },
  ]);
});

test.each([
  ["the last write is ours", { updatedAt: ours, remoteUpdatedAt: ours }, secret],
  ["a refresh has read it as ours again", { updatedAt: theirs, remoteUpdatedAt: theirs }, secret],
  ["the state has no times", {}, secret],
  ["it is a variable", { updatedAt: ours, remoteUpdatedAt: theirs }, "github:index/actionsEnvironmentVariable:X"],
])("it is not drift when %s", (_, outputs, type) => {
  expect(find(outputs, type, { updatedAt: ours, remoteUpdatedAt: ours })).toEqual([]);
});
