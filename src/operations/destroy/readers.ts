import type { Blueprint } from "../../components/blueprint.ts";
import { nouns } from "../../config/scope.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { tryToReadState } from "../existing/stack-state.ts";

/**
 * What is wrong with taking a stack down while others, which read from it, are up: a problem for each of these.
 * @param blueprints of every stack whose config is sound
 */
export async function findReaders(
  { project, stack }: { readonly project: string; readonly stack: string },
  blueprints: Iterable<Blueprint>,
): Promise<Problem[]> {
  const problems = [...blueprints].map(async (reader): Promise<Problem[]> => {
    const read = readFrom(stack, reader);
    if (read.length === 0) return [];
    const state = await tryToReadState({ project, stack: reader.stack });
    const isUp = state?.resources.some(({ type }) => !type.startsWith("pulumi:"));
    return isUp ? [stillRead(stack, reader.stack, read)] : [];
  });
  return (await Promise.all(problems)).flat();
}

/** Such as `buckets.images`: what a stack reads of another one. */
function readFrom(owner: string, reader: Blueprint): string[] {
  if (reader.stack === owner) return [];
  const shared = nouns.flatMap((noun) =>
    reader[noun].flatMap(({ key, ownership }) =>
      ownership.in === "owner" && ownership.stack === owner ? [`${noun}.${key}`] : [],
    ),
  );
  const branched = reader.databases.flatMap(({ key, branch }) => (branch?.of === owner ? [`databases.${key}`] : []));
  return [...new Set([...shared, ...branched])];
}

function stillRead(owner: string, reader: string, read: readonly string[]): Problem {
  return new Problem({
    code: "still-read",
    what: `${reader} is up, and reads ${read.join(", ")} of ${owner}.`,
    why: "What it reads would be gone under it.",
    fix: `take ${reader} down first`,
    commands: [line`parity destroy --stack ${reader}`],
  });
}
