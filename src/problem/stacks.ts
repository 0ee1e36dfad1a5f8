import { renderPath } from "./path.ts";
import { Problem } from "./problem.ts";

/**
 * Makes one of what several stacks have in common: problems of one code at one place of one file are one mistake, in the words
 * of the stack that comes first. It names the stacks that it hits, and one object of it stands in the list of each.
 */
export function shareProblems(found: ReadonlyMap<string, readonly Problem[]>): Map<string, Problem[]> {
  const mistakes = new Map<string, { readonly problem: Problem; readonly stacks: Set<string> }>();
  const keysOf = new Map<string, Set<string>>();
  for (const [stack, problems] of found) {
    const keys = new Set<string>();
    for (const problem of problems) {
      const place = `${problem.code} ${problem.where?.file} ${problem.where?.line} ${renderPath(problem.path)}`;
      let key = place;
      for (let nth = 2; keys.has(key); nth++) key = `${place} ${nth}`;
      keys.add(key);
      if (!mistakes.has(key)) mistakes.set(key, { problem, stacks: new Set() });
      mistakes.get(key)?.stacks.add(stack);
    }
    keysOf.set(stack, keys);
  }
  const shared = new Map(
    [...mistakes].map(([key, { problem, stacks }]) => [
      key,
      stacks.size === 1 ? problem : new Problem({ ...problem.toJSON(), stacks: [...stacks] }, { cause: problem.cause }),
    ]),
  );
  return new Map([...keysOf].map(([stack, keys]) => [stack, [...keys].flatMap((key) => shared.get(key) ?? [])]));
}
