import { type InventoryThing, takeInventory } from "../components/inventory.ts";
import { Project } from "../components/project.ts";
import { missingSecrets, unsentSecrets } from "../components/secret/missing.ts";
import { checkDocuments } from "../documents/render.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import { unstyled } from "../problem/style.ts";
import { countProblems, renderProblems } from "../problem/text.ts";

/** What `parity check --json` answers for one stack. */
export interface CheckReport {
  /** Empty where the project has no stacks. */
  readonly stack: string;
  readonly tier?: string;
  /** It is what review environments are made from, and nothing to preview or bring up. */
  readonly template?: true;
  /** Owner stacks that must be up before this one. */
  readonly needs: readonly string[];
  /** Values only a person has, and whether the stack's file has them. */
  readonly secrets: readonly { readonly name: string; readonly set: boolean }[];
  /** Secrets that stay as their vendor has them, by path. */
  readonly kept: readonly string[];
  /** What to write in place of values that nobody has yet, by path: an up sends none to a vendor. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** What it has, by its names. Empty where too much is wrong to know. */
  readonly things: readonly InventoryThing[];
  readonly problems: readonly Problem[];
}

/** Everything that can be known to be wrong without asking a cloud, for one stack or for all. */
export function check(folder: string, stack?: string): CheckReport[] {
  const project = new Project(folder);
  const { blueprints, problems, resolutions, unowned } = project.resolve();
  const unwritable = checkDocuments(blueprints);
  if (stack === undefined && unowned.length > 0)
    return [{ stack: "", needs: [], secrets: [], kept: [], placeholders: {}, things: [], problems: unowned }];
  const stacks = stack === undefined ? [...problems.keys()].sort() : [stack];
  return stacks.map((name) => {
    const blueprint = blueprints.get(name);
    const given = project.secretsOf(name);
    const { secrets = [], unsent = [], kept = [], placeholders = {} } = resolutions.get(name) ?? {};
    const named = { project: project.name, stack: name };
    const found = problems.get(name) ?? [noSuchStack(name, project)];
    return {
      stack: name,
      ...(blueprint && { tier: blueprint.tier }),
      ...(project.template?.stack === name && { template: true }),
      needs: [...new Set(blueprint?.needs.flatMap((need) => need.stack ?? []))],
      kept,
      placeholders,
      things: blueprint ? takeInventory(blueprint) : [],
      secrets: secrets.map((secret) => ({ name: secret, set: given.includes(secret) })),
      problems: [
        ...found,
        ...unwritable.filter(isOf(name)),
        ...missingSecrets(named, secrets, given),
        ...unsentSecrets(named, unsent, given),
      ],
    };
  });
}

/** Text for people: first, and once, what hits several of the stacks. The last line says that nothing was changed. */
export function renderReports(reports: readonly CheckReport[], style = unstyled): string {
  const hits = (problem: Problem) => reports.filter(({ problems }) => problems.includes(problem)).length;
  const common = [...new Set(reports.flatMap(({ problems }) => problems))].filter((problem) => hits(problem) > 1);
  const blocks = reports.map(({ stack, problems, kept, placeholders }) => {
    const own = problems.filter((problem) => !common.includes(problem));
    const state =
      problems.length === 0 ? `${stack}: ${style.good("fine")}` : `${stack}: ${countProblems(problems)}, told above`;
    const told =
      own.length > 0
        ? [stack && style.strong(`${stack}:`), renderProblems(own, style)].filter(Boolean).join("\n\n")
        : state;
    const keeps = kept.length === 0 ? [] : [`  kept as their vendors have them: ${kept.join(", ")}`];
    const invented = Object.entries(placeholders).map(([path, write]) => `  placeholder ${path}: write ${write}`);
    return [told, ...keeps, ...invented].join("\n");
  });
  return [...(common.length > 0 ? [renderProblems(common, style)] : []), ...blocks, "Nothing was changed."].join(
    "\n\n",
  );
}

export function failed(reports: readonly CheckReport[]): boolean {
  return reports.some(({ problems }) => hasErrors(problems));
}

function isOf(stack: string) {
  return ({ where }: Problem) => where?.file === `Pulumi.${stack}.yaml`;
}

function noSuchStack(stack: string, project: Project): Problem {
  const known = project.stacks.map((one) => one.stack).join(", ") || "none";
  return new Problem({
    code: "no-such-stack",
    where: { file: `Pulumi.${stack}.yaml`, path: [] },
    what: `There is no stack "${stack}" in ${project.folder}.`,
    fix: `write Pulumi.${stack}.yaml, or name one of: ${known}`,
  });
}
