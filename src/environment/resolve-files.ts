import { Project } from "../components/project.ts";
import type { Path } from "../problem/path.ts";
import type { Problem } from "../problem/problem.ts";
import { renderProblems } from "../problem/text.ts";
import type { HandedOn } from "./handed-on.ts";
import type { Resolved } from "./resolved.ts";

/** What a stack's files say, with what is wrong with them. */
export interface ResolvedFiles {
  readonly resolved: Resolved;
  readonly problems: readonly Problem[];
  /** The problem of a value of the config, at the file that it stands in. */
  readonly place: (problem: Problem) => Problem;
}

/** Reads the config's files, and holds every stack to the schemas and to each other. */
export function resolveFiles(handed: HandedOn): ResolvedFiles {
  const { stack } = handed;
  const project = new Project(handed.folder);
  const { blueprints, problems, resolutions } = project.resolve(handed);
  const own = problems.get(stack) ?? [];
  const { secrets = [], unsent = [], vendors = [], needs = [], placeholders = {} } = resolutions.get(stack) ?? {};
  const blueprint = blueprints.get(stack);
  const resolved: Resolved = {
    ...{ secrets, unsent, vendors, needs, placeholders },
    ...(blueprint && { blueprint }),
    leads: Object.fromEntries([...resolutions].map(([name, { leads }]) => [name, leads])),
    warnings: blueprint && own.length > 0 ? renderProblems(own) : "",
  };
  const placeOf = (path: Path) => project.placeOf(stack, path);
  return { resolved, problems: own, place: (problem) => problem.at(placeOf(problem.path)) };
}
