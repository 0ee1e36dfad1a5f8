import type { Project, ResolvedProject } from "../../components/project.ts";
import { didYouMean } from "../../problem/did-you-mean.ts";
import { Problem } from "../../problem/problem.ts";
import { askPulumi, requirePulumi } from "../engine/pulumi.ts";
import type { Place } from "../existing/stack-state.ts";
import { listSecrets } from "./inventory.ts";

/** What a stack does with a person's value. */
export interface Destination {
  readonly stack: string;
  readonly name: string;
  /** Whether there was a value before. */
  readonly replaces: boolean;
  /** Where it goes, such as `apps.api.secrets.TOKEN`. Empty: nowhere, or the config has problems. */
  readonly consumers: readonly string[];
  /** Fly apps whose machines restart one by one at the next up. */
  readonly rolls: readonly string[];
  /** It is the template of review environments, which is not brought up itself. */
  readonly isTemplate: boolean;
}

/**
 * Where a person's value would go in each of some stacks.
 * @throws AggregateError of a Problem for each stack that is not there, or does not know the name
 */
export function findDestinations(project: Project, stacks: readonly string[], name: string): Destination[] {
  const resolved = project.resolve();
  const problems = stacks.flatMap((stack) => refuse(project, resolved, stack, name));
  if (problems.length > 0) throw new AggregateError(problems, problems.map(({ message }) => message).join("\n"));
  return stacks.map((stack) => {
    const blueprint = resolved.blueprints.get(stack);
    const given = project.secretsOf(stack);
    const source = blueprint && listSecrets(blueprint, given).find(({ of, key }) => of === "secret" && key === name);
    const { consumers = [], rolls = [] } = source ?? {};
    return {
      stack,
      name,
      replaces: given.includes(name),
      consumers,
      rolls,
      isTemplate: stack === project.template?.stack,
    };
  });
}

function refuse(project: Project, { resolutions }: ResolvedProject, stack: string, name: string): Problem[] {
  const resolution = resolutions.get(stack);
  const written = [...project.stacks, ...(project.template ? [project.template] : [])];
  if (!resolution || !written.some((one) => one.stack === stack)) {
    const known = written.map((one) => one.stack).join(", ");
    const what = `There is no stack "${stack}" in ${project.folder}.`;
    return [
      new Problem({ code: "no-such-stack", what, fix: known === "" ? "write its file" : `name one of: ${known}` }),
    ];
  }
  const names = [...new Set([...resolution.secrets, ...resolution.unsent.map(({ part }) => part.key)])].sort();
  if (names.includes(name)) return [];
  const near = didYouMean(name, names);
  return [
    new Problem({
      code: "unknown-secret",
      where: { file: `Pulumi.${stack}.yaml`, path: [`${project.name}:secrets`, name] },
      what: `Nothing of "${stack}" takes a value "${name}".`,
      why: "What no value refers to as ${secrets.NAME} would be stored and never sent.",
      fix: near ? `did you mean "${near}"?` : `known here: ${names.join(", ") || "none"}`,
    }),
  ];
}

/**
 * Stores a value in a stack's file, encrypted with the stack's own key. It reaches the engine on its standard input: no list of
 * processes shows it.
 * @throws Problem in the engine's own words
 */
export async function storeSecret({ project, stack }: Place, name: string, product: string, value: string) {
  await requirePulumi();
  const key = `${product}:secrets.${name}`;
  await askPulumi(["-C", project, "config", "set", "--path", "--secret", "--stack", stack, key], 0, value);
}
