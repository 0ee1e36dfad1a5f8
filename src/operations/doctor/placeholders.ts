import { checkPlaceholders } from "../../environment/placeholders.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Finding, fine, wrong } from "./finding.ts";
import type { Patient } from "./patient.ts";

const what = "placeholders";

/** Values in place of those that nobody has yet, which a vendor would be sent. */
export function checkLeftPlaceholders({ project, resolved, stacks, env }: Patient): readonly Finding[] {
  const left = new Set<string>();
  const found = new Map<string, Problem>();
  for (const stack of stacks) {
    const placeholders = resolved.resolutions.get(stack)?.placeholders ?? {};
    for (const path of Object.keys(placeholders)) left.add(path);
    for (const problem of checkPlaceholders(placeholders, env)) {
      const placed = problem.at(project.placeOf(stack, problem.path));
      found.set(`${placed.where?.file} ${placed.where?.path.join(".")}`, placed);
    }
  }
  if (found.size > 0) return [...found.values()].map((problem) => wrong(what, problem));
  if (left.size === 0) return [fine(what, "none is left in the config")];
  return [fine(what, `${[...left].join(", ")}: they go to no vendor's own host`)];
}
