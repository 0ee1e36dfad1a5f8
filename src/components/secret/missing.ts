import type { Need } from "../../config/graph.ts";
import { secretCommand } from "../../config/secret-command.ts";
import { renderPath } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";

interface Stack {
  readonly project: string;
  readonly stack: string;
}

/** Values that a person gave and that go nowhere, because all that take them are kept. */
export function unsentSecrets({ project, stack }: Stack, unsent: readonly Need[], given: readonly string[]): Problem[] {
  return unsent
    .filter(({ part }) => given.includes(part.key))
    .map(
      ({ part: { key }, from }) =>
        new Problem({
          code: "unsent-secret",
          severity: "warning",
          where: { file: `Pulumi.${stack}.yaml`, path: [`${project}:secrets`, key] },
          what: `"${key}" has a value that goes nowhere: what takes it is kept as its vendor has it.`,
          fix: `to send it, remove ${renderPath(from)} from ${project}:environment → kept`,
        }),
    );
}

/** One problem for each value that only a person has and that the stack's file lacks, with the line to run. */
export function missingSecrets(
  { project, stack }: Stack,
  needed: readonly string[],
  given: readonly string[],
): Problem[] {
  return needed
    .filter((name) => !given.includes(name))
    .map(
      (name) =>
        new Problem({
          code: "missing-secret",
          where: { file: `Pulumi.${stack}.yaml`, path: [`${project}:secrets`, name] },
          what: `"${name}" has no value.`,
          fix: "give it one: the command asks for it, and stores it encrypted",
          commands: [secretCommand(project, stack, name)],
        }),
    );
}
