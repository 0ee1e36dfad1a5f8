import type { AppBlueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { backSteps, machinesCommand } from "./back-steps.ts";
import { commitArguments } from "./commit-arguments.ts";
import { buildImage, commitOfImage, imageLabel } from "./image-label.ts";
import { deployedCommit } from "./prepare-job.ts";
import {
  checkoutStep,
  deployCommand,
  type FlyToken,
  flyToken,
  healthSteps,
  outputLines,
  scaleCommands,
  setupFlyctlStep,
  summaryStep,
} from "./steps.ts";
import { changedStep, historyStep, isChanged, pathsOf } from "./touched-paths.ts";
import { expression, type Job, type Step, stepIf } from "./workflow.ts";

export function deployJobId({ key }: Pick<AppBlueprint, "key">): string {
  return `deploy-${key}`;
}

/**
 * Deploys one app. When that fails after machines were changed, or the app does not become healthy, its previous release is
 * deployed again, with the fly.toml of that release: the job still fails. A build or a release command that fails has
 * touched no machine, because that runs on one of its own before any other (fly.io/docs, `release_command`): then the old
 * version runs on, and nothing is done.
 *
 * An app with `paths` is left as it is where nothing that it depends on differs from what runs. Its job still succeeds, so
 * the jobs that wait for it go on, and an app is not deployed because one that it calls was: its own image would be the same.
 */
export function deployJob(app: AppBlueprint, pipeline: PipelineBlueprint, needs: readonly string[]): Job {
  const token = flyToken(app, pipeline);
  const paths = pathsOf(app, pipeline);
  const deployed: Step[] = [
    deployStep(app, token),
    { name: "Scale by region", env: token, run: `${scaleCommands(app).join("\n")}\n` },
    ...healthSteps(app),
    summaryStep("Say what was deployed", deployedLines(app)),
  ];
  return {
    name: `Deploy ${app.key}`,
    needs,
    environment: deploymentOf(app, pipeline),
    timeoutMinutes: 60,
    steps: [
      paths ? historyStep(deployedCommit) : checkoutStep(deployedCommit),
      setupFlyctlStep,
      rememberStep(app, token),
      ...(paths ? whenChanged(app, paths, deployed) : deployed),
      ...backSteps(app, token),
    ],
  };
}

/** Steps that are done only when a path differs from the commit that runs. */
function whenChanged({ key }: AppBlueprint, paths: readonly string[], steps: readonly Step[]): Step[] {
  const before = expression("steps.before.outputs.commit");
  return [
    changedStep(paths, before, deployedCommit),
    ...steps.map((step) => stepIf(isChanged, step)),
    stepIf(
      "steps.changed.outputs.deploy == 'false'",
      summaryStep("Say that it stays", [
        `**${key}** stays as commit ${before} made it: nothing that it depends on differs.`,
      ]),
    ),
  ];
}

/** What is deployed as it is, fly.toml names; all else is built, and its image carries the commit. */
function deployStep(app: AppBlueprint, token: FlyToken): Step {
  const name = app.image === undefined ? "Deploy" : `Deploy ${app.image}`;
  return app.image === undefined
    ? {
        name,
        env: { ...token, LABEL: imageLabel(deployedCommit), ...commitArguments(app).env },
        ...deployCommand(app, [buildImage, ...commitArguments(app).options].join(" ")),
      }
    : { name, env: token, ...deployCommand(app) };
}

/** The GitHub environment, and where it shows what was deployed. */
export function deploymentOf(
  { url }: AppBlueprint,
  { environment }: PipelineBlueprint,
): NonNullable<Job["environment"]> {
  return { name: environment, ...(url !== undefined && { url }) };
}

/**
 * Newest complete release of an app, as flyctl lists them: newest first, 25 of them, an empty list before the first
 * (flyctl internal/command/apps/releases.go); and the machines as they are.
 */
function rememberStep(app: AppBlueprint, token: FlyToken): Step {
  const newest = '[.[] | select(.Status == "complete" and (.ImageRef // "") != "")][0].ImageRef // ""';
  const script = [
    `image="$(flyctl releases -a ${app.name} --json | jq -r '${newest}')"`,
    ...commitOfImage(app),
    machinesCommand(app),
    ...outputLines("image", "commit", "machines"),
    'echo "Before: ${image:-nothing}"',
  ];
  return { name: "Remember the release before", id: "before", env: token, run: `${script.join("\n")}\n` };
}

function deployedLines({ key, url, release }: AppBlueprint): string[] {
  return [
    `**${key}** is deployed from commit ${deployedCommit}${url === undefined ? "." : `: ${url}`}`,
    ...(release ? ["", `Release phase: \`${release}\` has run, before any machine was replaced.`] : []),
  ];
}
