import { describe, expect, test } from "vitest";
import { describeMark, readMark, toOwnershipMark } from "../../../src/provider/neon/ownership.ts";

const owner = { project: "plyr", stack: "pr-12", name: "main" };

describe("the mark of a branch", () => {
  test("tells whose it is", () => {
    expect(readMark(toOwnershipMark("parity:neon:Branch", owner, "l1"))).toEqual({ ...owner, lineage: "l1" });
  });

  test("of an earlier release has no lineage", () => {
    const { "parity-lineage": _, ...earlier } = toOwnershipMark("parity:neon:Branch", owner);
    expect(readMark(earlier)).toEqual(owner);
    expect(describeMark(earlier)).toBe(' It carries the mark of "main" in stack pr-12 of plyr, without a lineage.');
  });

  test.each([
    ["nothing", {}],
    ["a stack and no name", { "parity-project": "plyr", "parity-stack": "pr-12" }],
    ["an empty name", { "parity-project": "plyr", "parity-stack": "pr-12", "parity-name": "" }],
    ["what somebody else wrote", { owner: "plyr", stack: "pr-12" }],
  ])("is not an annotation with %s", (_, annotation) => {
    expect(readMark(annotation)).toBeUndefined();
    expect(describeMark(annotation)).toBe("");
  });
});
