import type { Blueprint } from "../components/blueprint.ts";
import type { ConfigSource, Resolution } from "../components/resolution.ts";
import { resolve } from "../components/resolve.ts";
import { refused } from "../environment/refused.ts";
import { hasErrors, type Problem } from "../problem/problem.ts";

/** Arguments that were found to be right. */
export interface Resolved {
  readonly blueprint: Blueprint;
  readonly resolution: Resolution;
}

/**
 * Resolves arguments by the schemas that the files of a product are held to.
 * @throws RunError with all that is wrong
 */
export function resolveArguments(source: ConfigSource): Resolved {
  const resolution = resolve(source);
  const problems = resolution.problems.map(({ source: of, problem }) => inArguments(of, problem));
  if (!resolution.blueprint || hasErrors(problems)) throw refused(problems);
  return { blueprint: resolution.blueprint, resolution };
}

/** The problem at its place among the arguments. */
export function inArguments(argument: "system" | "environment", problem: Problem): Problem {
  return problem.at({ file: "arguments", path: [argument, ...problem.path] });
}
