import { secretCommand } from "../../config/secret-command.ts";
import { Problem } from "../../problem/problem.ts";

/** One problem for each value that only a person has and that the stack's file lacks, with the line to run. */
export function missingSecrets(
  { project, stack }: { readonly project: string; readonly stack: string },
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
