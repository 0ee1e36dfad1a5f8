import type { AppBlueprint, Blueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { deployedApps } from "../deployed-apps.ts";
import { type Document, markDocument } from "../document.ts";
import { deploymentOf } from "./deploy-job.ts";
import { commitOfImage } from "./image-label.ts";
import {
  checkoutStep,
  deployImageStep,
  type FlyToken,
  flyToken,
  healthSteps,
  outputLines,
  setupFlyctlStep,
  summaryStep,
} from "./steps.ts";
import { deploymentGroup, startLines } from "./triggers.ts";
import { expression, type Job, renderWorkflow, type Step, stepIf } from "./workflow.ts";

export function rollbackPath({ environment }: Pick<PipelineBlueprint, "environment">): string {
  return `.github/workflows/rollback-${environment}.yml`;
}

/**
 * A workflow that deploys a chosen release again, by hand, or lists what there is to choose from. None where
 * `deployWorkflow` deploys no app.
 */
export function rollbackWorkflow(blueprint: Blueprint): Document[] {
  const { project, pipeline, tier, stack, title } = blueprint;
  const apps = deployedApps(blueprint);
  const [first] = apps;
  if (!pipeline || tier === "review" || !first) return [];
  const body = () =>
    renderWorkflow({
      name: `Roll back ${pipeline.environment}`,
      about: [`Deploys an earlier release of ${title} to ${pipeline.environment} again.`, ...startLines(pipeline)],
      on: {
        workflow_dispatch: {
          inputs: {
            app: { description: "App", type: "choice", options: apps.map(({ key }) => key), default: first.key },
            release: {
              description: "Version such as v42, or its image. Empty: lists the releases and changes nothing.",
              type: "string",
              required: false,
            },
          },
        },
      },
      concurrency: { group: deploymentGroup(pipeline), "cancel-in-progress": false },
      jobs: Object.fromEntries(apps.map((app) => [`rollback-${app.key}`, rollbackJob(app, pipeline)])),
    });
  return [markDocument({ path: rollbackPath(pipeline), project, stacks: [stack], body })];
}

function rollbackJob(app: AppBlueprint, pipeline: PipelineBlueprint): Job {
  const token = flyToken(app, pipeline);
  const image = expression("steps.release.outputs.image");
  const chosen = (step: Step) => stepIf("inputs.release != ''", step);
  return {
    name: `Roll back ${app.key}`,
    if: expression(`inputs.app == '${app.key}'`),
    environment: deploymentOf(app, pipeline),
    timeoutMinutes: 60,
    steps: [
      checkoutStep(),
      setupFlyctlStep,
      listStep(app, token),
      chosen(findStep(app, token)),
      stepIf("inputs.release != '' && steps.release.outputs.commit != ''", {
        ...checkoutStep(expression("steps.release.outputs.commit")),
        name: "Check out its commit",
      }),
      chosen(deployImageStep("Deploy it again", image, app, token)),
      ...healthSteps(app).map(chosen),
      chosen(summaryStep("Say what runs", [`**${app.key}** runs ${image} again.`, ...migrationLines(app)])),
    ],
  };
}

function listStep({ name }: AppBlueprint, token: FlyToken): Step {
  const script = [
    "{",
    `  echo '### Releases of ${name}'`,
    "  echo '```'",
    `  flyctl releases -a ${name} --image`,
    "  echo '```'",
    '} | tee -a "$GITHUB_STEP_SUMMARY"',
  ];
  return { name: "List the releases", env: token, run: `${script.join("\n")}\n` };
}

/** An image counts only as one of this app's: nothing else may be started with its secrets. */
function findStep({ name }: AppBlueprint, token: FlyToken): Step {
  const repository = `registry.fly.io/${name}`;
  const byVersion = '[.[] | select("\\(.Version)" == $version)][0].ImageRef // ""';
  const script = [
    'case "$RELEASE" in',
    `${repository}:* | ${repository}@*)`,
    '  image="$RELEASE"',
    "  ;;",
    "*)",
    `  image="$(flyctl releases -a ${name} --json | jq -r --arg version "\${RELEASE#v}" '${byVersion}')"`,
    "  ;;",
    "esac",
    'if [ -z "$image" ]; then',
    `  echo "::error::No release of ${name} is listed as $RELEASE. Give a version from the list, or an image ${repository}:<tag>."`,
    "  exit 1",
    "fi",
    ...commitOfImage({ name }),
    ...outputLines("image", "commit"),
  ];
  return {
    name: "Find the release",
    id: "release",
    env: { ...token, RELEASE: expression("inputs.release") },
    run: `${script.join("\n")}\n`,
  };
}

function migrationLines({ release, migrations }: AppBlueprint): string[] {
  if (!release) return [];
  const { current, down } = migrations ?? {};
  return [
    "",
    `The database is as \`${release}\` has left it.`,
    ...(current ? [`Its revision: \`${current}\`.`] : []),
    ...(down ? [`To go back: \`${down}\`.`] : []),
  ];
}
