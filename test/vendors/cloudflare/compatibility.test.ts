import { expect, it } from "vitest";
import { compatibilityDateProblem, compatibilityFlagsProblem } from "../../../src/vendors/cloudflare/compatibility.ts";

it.each([
  ["2026-01-15", "2026-01-15", undefined],
  ["2026-01-15", undefined, undefined],
  ["2026-01-16", "2026-01-15", "lies ahead"],
  ["2026-02-30", undefined, "is not a compatibility date"],
  ["2026-1-5", undefined, "is not a compatibility date"],
  ["1999-01-01", undefined, "is not a compatibility date"],
  ["2026-01-15T00:00:00Z", undefined, "is not a compatibility date"],
])("a compatibility date of %s on %s is told apart: %s", (date, today, what) => {
  const problem = compatibilityDateProblem(date, today);
  expect(problem?.what).toEqual(what === undefined ? undefined : expect.stringContaining(what));
});

it.each([
  [[], undefined],
  [["nodejs_compat", "global_navigator"], undefined],
  [["nodejs_compat", "nodejs_compat"], "is there twice"],
  [["no_global_navigator", "global_navigator"], "contradict each other"],
])("the flags %j are told apart: %s", (flags, what) => {
  expect(compatibilityFlagsProblem(flags)?.what).toEqual(
    what === undefined ? undefined : expect.stringContaining(what),
  );
});
