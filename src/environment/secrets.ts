import type { Blueprint } from "../config/blueprint.ts";
import type { Problem } from "../config/problem.ts";
import { secretCommand } from "../config/secret-command.ts";

/** One problem for each value that only a person has and that the stack's file lacks, with the line to run. */
export function checkSecrets({ project, stack, secrets }: Blueprint, given: readonly string[]): Problem[] {
  return secrets
    .filter((name) => !given.includes(name))
    .map((name) => ({
      code: "missing-secret",
      severity: "error",
      place: { file: `Pulumi.${stack}.yaml`, path: [`${project}:secrets`, name] },
      what: `"${name}" has no value.`,
      fix: `run: ${secretCommand(project, stack, name)}`,
    }));
}
