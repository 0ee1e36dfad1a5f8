import { type CommandLine, line } from "../problem/command-line.ts";
/** The command that asks for a value and stores it encrypted: it stays out of the shell's history. */
export function secretCommand(project: string, stack: string, name: string): CommandLine {
  return line`pulumi config set --path --secret --stack ${stack} '${project}:secrets.${name}'`;
}
