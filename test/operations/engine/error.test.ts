import { expect, test } from "vitest";
import { explainEnd } from "../../../src/operations/engine/error.ts";

const ended = (said: string) => ({ code: 255, signal: null, interrupted: false, said });
const project = "systems/relay";

test.each([
  ["staging", "make it, or log in to the backend that has it (pulumi login)\n  Run: pulumi stack init staging"],
  ["stagng", "name one of: dev, production, shared, staging"],
])("that the backend has no stack %s comes with what to do about it", (stack, fix) => {
  const said = `no stack named '${stack}' found`;
  expect(explainEnd(ended(said), { project, stack })).toBe(`${said}\n  Fix: ${fix}`);
});

test("anything else that the engine says is left as it is", () => {
  expect(explainEnd(ended("incorrect passphrase"), { project, stack: "staging" })).toBe("incorrect passphrase");
});
