import type { AppBlueprint, Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { render, type Templates } from "../../config/template.ts";
import { expression } from "./workflow.ts";

/** The job that makes what a pull request has of its own, and says what that is in its output of the same name. */
export const ENVIRONMENT = "environment";

const said = `fromJSON(needs.${ENVIRONMENT}.outputs.${ENVIRONMENT})`;

/** What `parity review show` says of an app or a site, for the jobs that need `environment`. */
export function shown(noun: "apps" | "sites", { key }: { readonly key: string }, ...path: readonly string[]): string {
  return expression([`${said}.${noun}`, ...[key, ...path].map((word) => `['${word}']`)].join(""));
}

/** Names whose values each pull request has of its own, so that the one fly.toml of all cannot hold them. */
export interface PullNames {
  readonly variables: readonly string[];
  readonly buildArgs: readonly string[];
}

export function pullNames(app: AppBlueprint, { template }: Blueprint): PullNames {
  const one = template?.example?.apps.find(({ key }) => key === app.key);
  const differing = (field: "variables" | "buildArgs") => (one ? differingNames(app[field], one[field]) : []);
  return { variables: differing("variables"), buildArgs: differing("buildArgs") };
}

function differingNames(ofTemplate: Templates, ofOne: Templates): string[] {
  return Object.entries(ofTemplate).flatMap(([name, template]) => {
    const other = ofOne[name];
    return !other || render(other) === render(template) ? [] : [name];
  });
}

/** Options of `flyctl deploy` that say them, over those of fly.toml, and the environment that they read. */
export function pullOptions(app: AppBlueprint, { variables, buildArgs }: PullNames) {
  const env = Object.fromEntries([
    ...variables.map((name) => [`ENV_${name}`, shown("apps", app, "variables", name)]),
    ...buildArgs.map((name) => [`ARG_${name}`, shown("apps", app, "buildArgs", name)]),
  ]) as { readonly [name: string]: string };
  const options = [
    ...variables.map((name) => `--env ${name}="$ENV_${name}"`),
    ...buildArgs.map((name) => `--build-arg ${name}="$ARG_${name}"`),
  ];
  return { env, options };
}

/** Variables of a site's build, all from what is said of the pull request. */
export function siteVariables(site: SiteBlueprint): { readonly [name: string]: string } {
  return Object.fromEntries(Object.keys(site.variables).map((name) => [name, shown("sites", site, "variables", name)]));
}
