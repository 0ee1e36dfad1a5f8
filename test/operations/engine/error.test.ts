import { expect, test } from "vitest";
import { explainEnd, plainMessage } from "../../../src/operations/engine/error.ts";

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

const urn = "urn:pulumi:production::acme::parity:index:Environment$parity:neon:Project::main";

test.each([
  [`resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either …`, "deleted"],
  [`unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect …`, "replaced"],
])("what is protected is not to be taken out of the state, but out of the config: %s", (message, done) => {
  expect(plainMessage(`error: ${message}`)).toBe(
    `neon Project main is protected, and would be ${done}.\n` +
      '  Fix: where that is meant, write "protect: false" in Pulumi.production.yaml and apply it while the thing is still declared, then this\n' +
      "  Run: parity up --stack production",
  );
});

test("what the engine says of plugins before it refuses hides no cure", () => {
  const said = "using pulumi-language-nodejs from $PATH at /usr/bin\nerror: no stack named 'production' found";
  expect(explainEnd(ended(said), { project: ".", stack: "production" })).toContain("Run: pulumi stack init production");
});
