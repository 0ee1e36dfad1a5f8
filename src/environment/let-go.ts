import type { Blueprint } from "../components/blueprint.ts";
import { secretCommand } from "../config/secret-command.ts";
import { Problem } from "../problem/problem.ts";
import { readOutputs } from "./stack-outputs.ts";

/** The name of the output in which a stack says what it keeps. */
export const KEPT = "kept";

/**
 * Keys that would be made although the last up kept what their vendors had under these names. What a stack says of itself is
 * the only witness: its file names no longer what was taken out of it. Asks nobody when the stack makes no key.
 */
export async function findLetGo(blueprint: Blueprint): Promise<Problem[]> {
  if (blueprint.generated.length === 0) return [];
  const before = (await readOutputs(blueprint.stack))?.[KEPT];
  return Array.isArray(before) ? checkLetGo(before.map(String), blueprint) : [];
}

/** @param before paths that the stack kept when it was last up */
export function checkLetGo(
  before: readonly string[],
  { project, stack, generated }: Pick<Blueprint, "project" | "stack" | "generated">,
): Problem[] {
  return generated
    .filter(({ key, generation }) => before.includes(key) && generation === 1)
    .map(({ key }) => {
      const name = key.slice(key.lastIndexOf(".") + 1);
      return new Problem({
        code: "kept-key",
        where: { path: key.split(".") },
        what: `${key} was kept, and without its line a new key is made: what was encrypted with the old one is lost.`,
        why: "Nobody can read back what is kept, so the new key cannot be the same.",
        fix:
          `put its line back; or write it as \${secrets.${name}} in the system and give it the value that its vendor has; ` +
          'or, where another key is meant, write "generation: 2" beside its "generate"',
        commands: [secretCommand(project, stack, name)],
      });
    });
}
