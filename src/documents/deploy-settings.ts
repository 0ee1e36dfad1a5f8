import type { AppBlueprint, Blueprint } from "../components/blueprint.ts";
import { render, type Templates } from "../config/template.ts";
import { deployedApps } from "./deployed-apps.ts";

/** Name of the stack output that holds `deploySettings`. */
export const DEPLOYS = "deploys";

/**
 * What the next deployment of each app runs with, in the words of the config, by app: what fly.toml and the deploy workflow say
 * and no resource of the stack does. Nothing secret is in it: secrets are left out, and what else is not known stands by its
 * source. An output of the stack, so that a preview can tell what has changed since the last up.
 */
export function deploySettings(blueprint: Blueprint): { readonly [app: string]: object } {
  return Object.fromEntries(deployedApps(blueprint).map((app) => [app.key, settingsOf(app, blueprint)]));
}

function settingsOf(app: AppBlueprint, { pipeline }: Blueprint): object {
  const { config, dockerfile, image, target, strategy, release, health, port, sleep, minimum } = app;
  const { concurrency, services, checks, volumes, stop, swap, fly, variables, buildArgs } = app;
  return {
    files: [config, ...(pipeline ? [pipeline.workflow] : [])],
    ...{ dockerfile, image, target, strategy, release, health, port, sleep, minimum },
    ...{ concurrency, services, checks, volumes, stop, swap, fly },
    processes: Object.fromEntries(
      app.groups.map(({ name, command, regions, machine, restart }) => [name, { command, regions, machine, restart }]),
    ),
    variables: texts(variables),
    buildArgs: texts(buildArgs),
  };
}

function texts(templates: Templates): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, render(template)]));
}
