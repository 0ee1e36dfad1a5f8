import type { Blueprint } from "../components/blueprint.ts";
import { Problem } from "../problem/problem.ts";
import { checkContext } from "./check-context.ts";
import { deployedApps } from "./deployed-apps.ts";
import { checkFlyToml } from "./fly-toml/fly-toml.ts";
import { checkReviewToml } from "./fly-toml/review.ts";
import { waitingFor } from "./workflows/ci.ts";
import { deployJobIds } from "./workflows/deploy.ts";
import { uncheckablePatterns } from "./workflows/triggers.ts";

/** What the blueprints say and a document cannot. */
export function checkContents(blueprints: ReadonlyMap<string, Blueprint>): Problem[] {
  return [
    ...[...blueprints.values()].flatMap((blueprint) => [
      ...deployedApps(blueprint).flatMap((app) => [
        ...checkFlyToml(app, blueprint),
        ...checkContext(app, blueprint),
        ...checkReviewToml(app, blueprint),
      ]),
      ...checkPatterns(blueprint),
      ...checkJobNames(blueprint, blueprints),
    ]),
    ...checkCi(blueprints),
  ];
}

function checkPatterns({ stack, pipeline }: Blueprint): Problem[] {
  if (!pipeline) return [];
  return uncheckablePatterns(pipeline).map(
    ({ path, pattern }) =>
      new Problem({
        code: "uncheckable-pattern",
        where: placeOf(stack, ["deploy", "on", ...path]),
        what: `No expression of a workflow can match "${pattern}".`,
        why: "GitHub has no filter for tags at this event; its expressions know startsWith and no patterns (GitHub, expressions).",
        fix: 'write the whole name, or one "*" at its end, such as v*',
      }),
  );
}

function checkJobNames(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): Problem[] {
  const taken = deployJobIds(blueprint, blueprints);
  const names = Object.keys(blueprint.pipeline?.checks ?? {});
  return names
    .filter((name) => taken.includes(name))
    .map(
      (name) =>
        new Problem({
          code: "job-name-taken",
          where: placeOf(blueprint.stack, ["pipeline", "checks", name]),
          what: `The deploy workflow has a job "${name}" of its own.`,
          fix: "give the check another name, such as test",
        }),
    );
}

/** One file at one path: it has one name and at least one job. */
function checkCi(blueprints: ReadonlyMap<string, Blueprint>): Problem[] {
  const waiting = waitingFor(blueprints);
  const [first, ...others] = waiting;
  if (!first) return [];
  const different = others.filter(({ workflow }) => workflow.name !== first.workflow.name);
  const empty = Object.keys(first.pipeline.checks).length === 0;
  return [
    ...different.map(
      ({ stack, path, workflow }) =>
        new Problem({
          code: "ci-name",
          where: placeOf(stack, ["deploy", "on", "workflow", "name"]),
          what: `"${workflow.name}" and "${first.workflow.name}" (${first.stack}) would both be the name of ${path}.`,
          fix: `write "name: ${first.workflow.name}"`,
        }),
    ),
    ...(empty
      ? [
          new Problem({
            code: "ci-without-checks",
            where: placeOf(first.stack, ["pipeline", "checks"]),
            what: `${first.path} would be a workflow without a job.`,
            why: "GitHub refuses such a file, and deployments would wait for ever.",
            fix: 'add "checks: { test: <command> }" beside "ci", or remove "ci" when the repository has its own',
          }),
        ]
      : []),
  ];
}

function placeOf(stack: string, path: readonly string[]) {
  return { file: `Pulumi.${stack}.yaml`, path };
}
