import { InvalidArgumentError } from "commander";

/**
 * The name of a stack, which is that of its file. In full, as Pulumi Cloud takes it too, it would be the name of no file, and
 * comments, labels and plans would be another stack's.
 * @throws InvalidArgumentError for `organization/project/stack`
 */
export function parseStackName(given: string): string {
  const [organization, ...rest] = given.split("/");
  if (rest.length === 0) return given;
  throw new InvalidArgumentError(
    "A stack is named as its file is.\n" +
      `  Fix: --stack ${rest.at(-1)}; and once, to choose the organization: pulumi org set-default ${organization}`,
  );
}
