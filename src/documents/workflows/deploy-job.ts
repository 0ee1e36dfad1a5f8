import type { AppBlueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { deployedCommit } from "./prepare-job.ts";
import {
  checkoutStep,
  deployCommand,
  deployImageStep,
  type FlyToken,
  flyToken,
  healthSteps,
  setupFlyctlStep,
  summaryStep,
} from "./steps.ts";
import { expression, type Job, type Step, stepIf } from "./workflow.ts";

export function deployJobId({ key }: AppBlueprint): string {
  return `deploy-${key}`;
}

/**
 * Deploys one app, and deploys its previous release again when that fails or the app does not become healthy: the job
 * still fails. The release command runs on a machine of its own before any other is touched (fly.io/docs,
 * `release_command`), so a failed migration leaves the old version running.
 */
export function deployJob(app: AppBlueprint, pipeline: PipelineBlueprint, needs: readonly string[]): Job {
  const token = flyToken(app, pipeline);
  return {
    name: `Deploy ${app.key}`,
    needs,
    environment: { name: pipeline.environment, url: app.url },
    timeoutMinutes: 60,
    steps: [
      checkoutStep(deployedCommit),
      setupFlyctlStep,
      rememberStep(app, token),
      { name: "Deploy", env: token, ...deployCommand(app, "--remote-only") },
      { name: "Scale by region", env: token, run: scaleScript(app) },
      ...healthSteps(app),
      summaryStep("Say what was deployed", deployedLines(app)),
      ...backSteps(app, token),
    ],
  };
}

/**
 * Newest complete release of an app, as flyctl lists them: newest first, 25 of them, an empty list before the first
 * (flyctl internal/command/apps/releases.go).
 */
function rememberStep({ name }: AppBlueprint, token: FlyToken): Step {
  const newest = '[.[] | select(.Status == "complete" and (.ImageRef // "") != "")][0].ImageRef // ""';
  const script = [
    `image="$(flyctl releases -a ${name} --json | jq -r '${newest}')"`,
    'echo "image=$image" >> "$GITHUB_OUTPUT"',
    'echo "Before: ${image:-nothing}"',
  ];
  return { name: "Remember the release before", id: "before", env: token, run: `${script.join("\n")}\n` };
}

/** How many machines run where is not part of fly.toml; flyctl keeps the number it finds. */
function scaleScript({ name, regions }: AppBlueprint): string {
  return Object.entries(regions)
    .map(([region, count]) => `flyctl scale count ${count} --region ${region} -a ${name} --yes\n`)
    .join("");
}

function deployedLines({ key, url, release }: AppBlueprint): string[] {
  return [
    `**${key}** is deployed from commit ${deployedCommit}: ${url}`,
    ...(release ? ["", `Release phase: \`${release}\` has run, before any machine was replaced.`] : []),
  ];
}

function backSteps(app: AppBlueprint, token: FlyToken): Step[] {
  const image = expression("steps.before.outputs.image");
  const steps = [
    deployImageStep("Deploy the release before again", image, app, token),
    summaryStep("Say what runs again", backLines(app, image)),
  ];
  return steps.map((step) => stepIf("failure() && steps.before.outputs.image != ''", step));
}

function backLines({ key, release, migrations }: AppBlueprint, image: string): string[] {
  const down = migrations?.down === undefined ? "" : `; to take it back: \`${migrations.down}\``;
  return [
    `**${key}** was not deployed: ${image} runs again.`,
    ...(release ? ["", `What \`${release}\` may have changed in the database stays${down}.`] : []),
  ];
}
