import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";

/**
 * The name of a stack, which is that of its file. In full, as Pulumi Cloud takes it too, it would not name a file, and
 * comments, labels and plans would be another stack's.
 * @throws Problem for `organization/project/stack`
 */
export function parseStackName(given: string): string {
  const [organization = "", ...rest] = given.split("/");
  if (rest.length === 0) return given;
  throw new Problem({
    code: "stack-name-in-full",
    what: `A stack is named as its file is, and not "${given}".`,
    fix: `add --stack ${rest.at(-1)}, and choose the organization once`,
    commands: [line`pulumi org set-default ${organization}`],
  });
}
