import { expect, test } from "vitest";
import { explain } from "../../../src/operations/engine/run.ts";

const project = "systems/relay";

test.each([
  ["staging", "make it: pulumi stack init staging; or log in to the backend that has it: pulumi login"],
  ["acme/staging", "make it: pulumi stack init acme/staging; or log in to the backend that has it: pulumi login"],
  ["stagng", "name one of: dev, production, shared, staging"],
])("that the backend has no stack %s comes with what to do about it", (stack, fix) => {
  const said = `no stack named '${stack}' found`;
  expect(explain(said, { project, stack })).toBe(`${said}\n  Fix: ${fix}`);
});

test("anything else that the engine says is left as it is", () => {
  expect(explain("incorrect passphrase", { project, stack: "staging" })).toBe("incorrect passphrase");
});
