import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { isOfCommit, render } from "../../config/template.ts";
import { Problem } from "../../problem/problem.ts";

/** What differs from one pull request to the next, and is not said beside the one fly.toml that all of them are deployed with. */
export function checkReviewToml(app: AppBlueprint, { stack, template }: Blueprint): Problem[] {
  const one = template?.example?.apps.find(({ key }) => key === app.key);
  if (!one) return [];
  const fields = (["image", "dockerfile"] as const).filter((field) => app[field] !== one[field]);
  const args = Object.entries(app.buildArgs).filter(([name, text]) => {
    const other = one.buildArgs[name];
    return isOfCommit(text) && other !== undefined && render(other) !== render(text);
  });
  const problem = (path: readonly string[], fix: string) =>
    new Problem({
      code: "differs-by-pull-request",
      where: { file: `Pulumi.${stack}.yaml`, path: ["apps", app.key, ...path] },
      what: `"${path.join(".")}" of "${app.key}" would be another for each pull request.`,
      why: `All of them are deployed with ${app.config}; the workflow says a name, variables and build arguments beside it.`,
      fix,
    });
  return [
    ...fields.map((field) => problem([field], "write one that is the same for all of them")),
    ...args.map(([name]) =>
      problem(["buildArgs", name], "write two arguments: one of the commit, one of the environment"),
    ),
  ];
}
