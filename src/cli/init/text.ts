import { type CommandLine, line } from "../../problem/command-line.ts";
import type { Problem } from "../../problem/problem.ts";
import { renderProblems } from "../../problem/text.ts";
import { styleOf } from "../style.ts";

/** What `parity init --json` answers. */
export interface InitResult {
  readonly name: string;
  readonly folder: string;
  readonly stacks: readonly string[];
  /** What is wrong with what was written. */
  readonly problems: readonly Problem[];
  /** Where to find what only a person has, by its path in Pulumi.yaml. */
  readonly placeholders: { readonly [path: string]: string };
  /** Names of values that only a person has. */
  readonly secrets: readonly string[];
  /** Whether the backend has the stacks. */
  readonly made: boolean;
  readonly next: readonly CommandLine[];
}

/** For people; it ends with what to run next. */
export function renderInit({ name, folder, stacks, problems, placeholders, secrets, made, next }: InitResult): string {
  const style = styleOf(process.stdout);
  if (problems.length > 0) return `${renderProblems(problems, style)}\n\nThe files are in ${folder}. Mend this there.`;
  const run = (command: CommandLine) => `  ${style.strong("Run:")} ${style.command(command)}`;
  const missing = made ? [] : stacks.map((stack) => line`pulumi stack init ${stack}`);
  return [
    `${name} is set up in ${folder}: ${stacks.join(", ")}.`,
    ...Object.entries(placeholders).map(([path, where]) => `  Pulumi.yaml: put ${where} at ${path}`),
    ...secrets.map((name) => `  ${name}: only a person has it; the check says how to set it`),
    `\nNext, in ${folder}:`,
    ...next.map(run),
    ...(made ? [] : ["\nThe stacks are not made yet. Log in to a backend (pulumi login), then make each of them:"]),
    ...missing.map(run),
  ].join("\n");
}
