import { isObject } from "../../config/merge.ts";
import { renderPath } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import type { ConfigSource, Resolution } from "../resolution.ts";
import { resolve } from "../resolve.ts";
import { reviewStack } from "./template.ts";

/** As many digits as a large repository needs. No name holds this number by chance. */
export const EXAMPLE_PULL = 99_999;

/** The branch of that pull request. */
export const EXAMPLE_BRANCH = `branch-of-${EXAMPLE_PULL}`;

/** An environment as the template makes it. Default: one to look at what depends on its number. */
export function exampleOf(template: ConfigSource, pull = EXAMPLE_PULL, branch = `branch-of-${pull}`): Resolution {
  const own = isObject(template.environment) ? template.environment : {};
  return resolve({ ...template, stack: reviewStack(pull), environment: { ...own, pull: { branch } } });
}

/** The template with what it makes of one pull request, which shows what each has of its own. */
export function withExample({ blueprint, ...rest }: Resolution, example: Resolution): Resolution {
  if (!blueprint?.template) return { ...rest, ...(blueprint && { blueprint }) };
  const template = { ...blueprint.template, ...(example.blueprint && { example: example.blueprint }) };
  return { ...rest, blueprint: { ...blueprint, template } };
}

/** What is wrong with the environments that a template makes, and not with the template itself. */
export function checkExample(template: Resolution, example: Resolution): Resolution["problems"] {
  const keyOf = ({ code, path }: Problem) => `${code} ${renderPath(path)}`;
  const told = new Set(template.problems.map(({ problem }) => keyOf(problem)));
  const claimed = new Set(template.claims.map(({ thing }) => thing));
  const same = example.claims.filter(({ thing }) => claimed.has(thing));
  return [
    ...example.problems.filter(({ problem }) => !told.has(keyOf(problem))),
    ...same.map(({ thing, path }) => ({ source: "system" as const, problem: oneForAll(thing, path) })),
  ];
}

function oneForAll(thing: string, path: Problem["path"]): Problem {
  return new Problem({
    code: "one-for-all-reviews",
    where: { path },
    what: `${thing} would be one for all pull requests.`,
    why: "Two of them overwrite each other, and the first that is closed deletes the other's.",
    fix: 'give it a name with ${environment.name} or ${environment.suffix} in Pulumi.review.yaml, or take it away there: "null"',
  });
}
