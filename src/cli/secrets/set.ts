import { Project } from "../../components/project.ts";
import { type Destination, findDestinations, storeSecret } from "../../operations/secrets/set.ts";
import { line } from "../../problem/command-line.ts";
import { printable, printableJson } from "../../problem/printable.ts";
import type { Terminal } from "../consent.ts";
import { readHidden } from "./hidden.ts";

export interface SetCommand {
  readonly project: string;
  readonly stack: readonly string[];
  readonly json?: boolean;
}

const usual: Terminal = { input: process.stdin, output: process.stderr };

/**
 * Gives one value to one stack or several, each encrypted with its own key.
 * @returns the exit code
 */
export async function runSecretsSet(
  name: string,
  { project: folder, stack, json }: SetCommand,
  terminal = usual,
): Promise<number> {
  const project = new Project(folder);
  const stacks = [...new Set(stack)];
  const destinations = findDestinations(project, stacks, name);
  const value = await readHidden(`${name} of ${stacks.join(", ")} (not shown): `, terminal);
  for (const destination of destinations) {
    await storeSecret({ project: project.folder, stack: destination.stack }, name, project.name, value);
    if (!json) process.stdout.write(`${describe(destination)}\n`);
  }
  if (json) process.stdout.write(`${printableJson(destinations)}\n`);
  return 0;
}

function describe({ stack, name, replaces, consumers, rolls, isTemplate }: Destination): string {
  const goes = consumers.length > 0 ? `It goes to ${consumers.join(", ")}.` : "It goes nowhere as the config is.";
  const restarts = rolls.length > 0 ? ` ${rolls.join(", ")} will restart, one machine after the other.` : "";
  return [
    printable(`${name} of ${stack} is ${replaces ? "another" : "set"}, encrypted in Pulumi.${stack}.yaml.`),
    printable(`  ${goes}${restarts} The next up sends it.`),
    isTemplate
      ? "  The environment of each pull request has it from its own next up."
      : `  Run: ${line`parity up --stack ${stack}`}`,
  ].join("\n");
}
