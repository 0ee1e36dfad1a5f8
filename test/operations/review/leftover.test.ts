import { expect, test } from "vitest";
import { pullNamed, startOf } from "../../../src/operations/review/leftovers/leftover.ts";

test.each([
  ["acme-api-pr-12", "acme-api-pr-99999", 12],
  ["acme-api-pr-12-mine", "acme-api-pr-99999", undefined],
  ["my-acme-api-pr-12", "acme-api-pr-99999", undefined],
  ["acme-api-pr-012", "acme-api-pr-99999", undefined],
  ["acme-api-pr-", "acme-api-pr-99999", undefined],
  ["acme.api-pr-7", "acme.api-pr-99999", 7],
  ["acmeXapi-pr-7", "acme.api-pr-99999", undefined],
  ["pr-7-of-pr-7", "pr-99999-of-pr-99999", 7],
  ["pr-7-of-pr-8", "pr-99999-of-pr-99999", undefined],
  ["acme", "acme", undefined],
])("%s, where the template gives %s, is of pull request %s", (name, pattern, pull) => {
  expect(pullNamed(name, pattern)).toBe(pull);
});

test("names are searched by what stands before the number", () => {
  expect(startOf("acme-api-pr-99999-db")).toBe("acme-api-pr-");
});
