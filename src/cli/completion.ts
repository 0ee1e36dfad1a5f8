import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { listStackFiles } from "../config/source/files.ts";
import { firstSentence } from "./first-sentence.ts";

/**
 * Adds `completion <shell>`, which prints what a shell runs once, and `complete -- <words>`, which that asks at each Tab.
 * Names of stacks are those of the files in the working directory: a whole reading of the config is too slow for a key.
 */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: "completion" });
  const offerStacks = (offer: (value: string, description: string) => void) => {
    for (const stack of listStackFiles(".").stacks) offer(stack, `Pulumi.${stack}.yaml`);
  };
  for (const command of program.commands) {
    if (command.name() !== "completion") continue;
    command.description(
      "Prints what makes bash, zsh, fish or PowerShell complete parity's words, such as names of stacks.",
    );
  }
  for (const command of root.commands.values()) {
    command.description = firstSentence(command.description ?? "");
    const option = command.options.get("stack");
    if (option) option.handler = offerStacks;
    for (const [name, argument] of command.arguments) {
      if (name === "stack" || name === "other") argument.handler = offerStacks;
    }
  }
}
