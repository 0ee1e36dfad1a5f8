import type { Blueprint } from "../../components/blueprint.ts";
import { EXAMPLE_BRANCH, EXAMPLE_PULL } from "../../components/review/example.ts";

/** Stands for a pull request's number wherever the page shows one. */
export const NUMBER = "NUMBER";
/** Stands for a pull request's branch. */
export const BRANCH = "BRANCH";

/** The template as the page shows it: with the names that a pull request's environment has, of any number. */
export function namedByNumber(blueprint: Blueprint): Blueprint {
  const { template, stack, needs, secrets, apps } = blueprint;
  if (!template?.example) return blueprint;
  const text = JSON.stringify(template.example)
    .replaceAll(EXAMPLE_BRANCH, BRANCH)
    .replaceAll(`${EXAMPLE_PULL}`, NUMBER);
  const example = JSON.parse(text) as Blueprint;
  // All of them are deployed with the one fly.toml that is rendered of the template.
  const configOf = (key: string) => apps.find((app) => app.key === key)?.config;
  return {
    ...{ ...example, template, stack, needs, secrets, protectedThings: [] },
    apps: example.apps.map(({ config, ...app }) => ({ ...app, config: configOf(app.key) ?? config })),
  };
}
