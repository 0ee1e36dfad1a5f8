import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePlanFile } from "../../../src/operations/up/plan.ts";

const folder = mkdtempSync(join(tmpdir(), "parity-plan-"));
const file = join(folder, "plan.json");
const planOf = (stack: string, project: string) =>
  JSON.stringify({
    resourcePlans: { [`urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`]: {} },
  });
const check = (text: string) => {
  writeFileSync(file, text);
  requirePlanFile(file, { project: "acme", stack: "staging" });
};
const fix = "\n  Fix: save one, or apply without a plan\n  Run: parity preview --stack staging --save-plan plan.json";

test("a plan of the stack is taken", () => {
  expect(() => check(planOf("staging", "acme"))).not.toThrow();
});

test.each([
  ["nothing", ""],
  ["half a plan", planOf("staging", "acme").slice(0, -9)],
  ["JSON of something else", '{"resourcePlans":[]}'],
  ["a plan without any resource", '{"resourcePlans":{}}'],
])("%s is not a plan", (_, text) => {
  expect(() => check(text)).toThrow(`What is in ${file} is not a saved plan.${fix}`);
});

test.each([
  ["stack", planOf("production", "acme"), 'the stack "production" of acme'],
  ["project", planOf("staging", "shop"), 'the stack "staging" of shop'],
])("a plan of another %s is refused", (_, text, found) => {
  const what = `What is in ${file} is a plan for ${found}, not for "staging" of acme.`;
  expect(() => check(text)).toThrow(what + fix);
});

test("a file that cannot be read is said with the reason", () => {
  const missing = join(folder, "missing.json");
  expect(() => requirePlanFile(missing, { project: "acme", stack: "staging" })).toThrow(
    `The plan in ${missing} cannot be read: ENOENT: no such file or directory, open '${missing}'.${fix}`,
  );
});
