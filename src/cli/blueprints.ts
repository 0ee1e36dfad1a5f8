import type { Blueprint } from "../components/blueprint.ts";
import { renderProblems } from "../problem/text.ts";
import { Project } from "../project/project.ts";

/**
 * Blueprints by stack: of one stack, or of all. Throws with everything that is wrong with the config of a stack that was
 * asked for, and with the stacks there are when it is none of them.
 */
export function readBlueprints(folder: string, stack?: string): ReadonlyMap<string, Blueprint> {
  const project = new Project(folder);
  const { blueprints, problems } = project.resolve();
  const known = project.stacks.map((one) => one.stack);
  if (stack !== undefined && !known.includes(stack)) {
    const fix = known.length === 0 ? "write Pulumi.<stack>.yaml" : `name one of: ${known.join(", ")}`;
    throw new Error(`There is no stack "${stack}" in ${project.folder}.\n  Fix: ${fix}`);
  }
  const wanted = stack === undefined ? known : [stack];
  const broken = wanted.filter((name) => !blueprints.has(name));
  if (broken.length > 0) throw new Error(renderProblems(broken.flatMap((name) => problems.get(name) ?? [])));
  return new Map([...blueprints].filter(([name]) => wanted.includes(name)));
}
