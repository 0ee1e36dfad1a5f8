import type { Blueprint } from "../components/blueprint.ts";
import { Project } from "../components/project.ts";
import { Problem } from "../problem/problem.ts";
import { renderProblems } from "../problem/text.ts";

/**
 * Blueprints by stack: of one stack, or of all. The template of review environments is asked for by its name alone.
 * @throws AggregateError of every Problem of the stacks that were asked for; Problem when there is no such stack
 */
export function readBlueprints(folder: string, stack?: string): ReadonlyMap<string, Blueprint> {
  const project = new Project(folder);
  const { blueprints, problems, unowned } = project.resolve();
  const known = project.stacks.map((one) => one.stack);
  if (stack !== undefined && !known.includes(stack) && stack !== project.template?.stack) {
    const fix = known.length === 0 ? "write Pulumi.<stack>.yaml" : `name one of: ${known.join(", ")}`;
    throw new Problem({ code: "no-such-stack", what: `There is no stack "${stack}" in ${project.folder}.`, fix });
  }
  const asked = stack === undefined ? known : [stack];
  const broken = asked.filter((name) => !blueprints.has(name));
  const found = known.length === 0 ? unowned : [...new Set(broken.flatMap((name) => problems.get(name) ?? []))];
  if (found.length > 0) throw new AggregateError(found, renderProblems(found));
  return new Map([...blueprints].filter(([name]) => asked.includes(name)));
}
