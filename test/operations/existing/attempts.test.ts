import { expect, test } from "vitest";
import { attemptsIn, creationsIn } from "../../../src/operations/existing/attempts.ts";
import { UNKNOWNS } from "../../../src/plugin/wire-marks.ts";
import { stepOn } from "../engine/step.ts";

const stepOf = (op: string, type: string, inputs: Record<string, unknown> = {}) =>
  stepOn(type, "api", { op, new: { type, custom: true, inputs } });
const typesOf = (steps: Parameters<typeof attemptsIn>[0]) => attemptsIn(steps).map(({ urn }) => urn.split("$").at(-1));

test("a creation counts, and an update where nobody can read back what it left", () => {
  const steps = [
    stepOf("create", "parity:fly:App"),
    stepOf("update", "parity:fly:Secrets"),
    stepOf("update", "parity:fly:Certificate"),
    stepOf("create-replacement", "parity:fly:IpAddress"),
    stepOf("same", "parity:neon:Project"),
  ];
  expect(typesOf(steps)).toEqual(["parity:fly:App::api", "parity:fly:Secrets::api"]);
  expect(creationsIn(steps)).toHaveLength(1);
});

test("what a preview does not know yet is absent, so that nothing is looked for by a placeholder", () => {
  const [unknown = ""] = UNKNOWNS;
  const [attempt] = attemptsIn([stepOf("create", "parity:neon:Role", { projectId: unknown, name: "worker" })]);
  expect(attempt?.inputs).toEqual({ name: "worker" });
});
