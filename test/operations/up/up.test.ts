import { expect, test } from "vitest";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import { resultOf } from "../../../src/operations/up/up.ts";
import { stepOn } from "../engine/step.ts";

const secrets = stepOn("parity:fly:Secrets", "api", {});
const violation = {
  urn: secrets.urn,
  message: `resource ${secrets.urn} violates plan: properties changed: =~values[{canary-of-the-plan}]`,
};
const made = (metadata: EngineStep) => ({ resOutputsEvent: { metadata, planning: false } });
const planned = (metadata: EngineStep) => ({ resOutputsEvent: { metadata, planning: true } });

test("a run that differs from its plan names the resource and none of the values that the engine prints", () => {
  const result = resultOf({ ok: false, events: [planned(secrets)], errors: [violation], warnings: [] });
  expect(result).toEqual({ outcome: "refused", done: [], differs: ["fly Secrets api"], errors: [] });
  expect(JSON.stringify(result)).not.toContain("canary-of-the-plan");
});

test("a violation without a resource of its own is read from its words", () => {
  const { message } = violation;
  expect(resultOf({ ok: false, events: [], errors: [{ message }], warnings: [] }).differs).toEqual(["fly Secrets api"]);
});

test("a difference that is met after the first change is a failure, not a refusal", () => {
  const result = resultOf({ ok: false, events: [made(secrets)], errors: [violation], warnings: [] });
  expect(result).toMatchObject({
    outcome: "failed",
    done: [{ resource: "fly Secrets api" }],
    differs: ["fly Secrets api"],
  });
});

test("what was planned is not counted as done", () => {
  const result = resultOf({ ok: true, events: [planned(secrets), made(secrets)], errors: [], warnings: [] });
  expect(result.done).toHaveLength(1);
});
