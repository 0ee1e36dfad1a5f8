import type { Blueprint } from "../../components/blueprint.ts";
import { pullOf } from "../../components/review/template.ts";
import { nouns } from "../../config/scope.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { type Place, tryToReadState } from "../existing/stack-state.ts";
import { listReviews } from "../review/live.ts";

/**
 * What is wrong with taking a stack down while others, which read from it, are up: a problem for each of these, also for those of
 * pull requests, which have no files.
 * @param blueprints of every stack whose config is sound
 */
export async function findReaders(
  { project, stack }: { readonly project: string; readonly stack: string },
  blueprints: Iterable<Blueprint>,
): Promise<Problem[]> {
  const problems = [...blueprints].map(async (reader): Promise<Problem[]> => {
    const read = readFrom(stack, reader);
    if (read.length === 0) return [];
    // Those of pull requests are asked of the backend: their files lie on one machine, if at all.
    const made = reader.template ? (await listReviews(project)).map(({ name }) => name) : [reader.stack];
    const up = await Promise.all(made.map(async (name) => ((await isUp({ project, stack: name })) ? [name] : [])));
    return up.flat().map((name) => stillRead(stack, name, read));
  });
  return (await Promise.all(problems)).flat();
}

async function isUp(place: Place): Promise<boolean> {
  const state = await tryToReadState(place);
  return state?.resources.some(({ type }) => !type.startsWith("pulumi:")) ?? false;
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
  const pull = pullOf(reader);
  return new Problem({
    code: "still-read",
    what: `${reader} is up, and reads ${read.join(", ")} of ${owner}.`,
    why: "What it reads would be gone under it.",
    fix: `take ${reader} down first`,
    commands: [pull === undefined ? line`parity destroy --stack ${reader}` : line`parity review down ${pull}`],
  });
}
