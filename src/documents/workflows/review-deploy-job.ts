import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { commitArguments } from "./commit-arguments.ts";
import { buildImage, imageLabel } from "./image-label.ts";
import { ENVIRONMENT, pullNames, pullOptions, shown } from "./review-values.ts";
import { checkoutStep, deployCommand, healthSteps, scaleCommands, setupFlyctlStep, summaryStep } from "./steps.ts";
import { expression, type Job, type Step } from "./workflow.ts";

/** The commit of a pull request that is deployed, as its author pushed it. */
export const headCommit = expression("github.event.pull_request.head.sha");

/**
 * Deploys one app of a pull request. Its image is built and run at Fly: on the runner, which holds a token, nothing of the pull request
 * is executed. That token may deploy this one app for an hour; the organization's is in the step alone that makes it.
 */
export function reviewDeployJob(
  app: AppBlueprint,
  blueprint: Blueprint,
  environment: Job["environment"],
  needs: readonly string[],
): Job {
  const APP = shown("apps", app, "name");
  const token = { FLY_API_TOKEN: expression("steps.token.outputs.token") };
  // The scripts take the name from their environment.
  const named = { ...app, name: '"$APP"', ...(app.url !== undefined && { url: shown("apps", app, "url") }) };
  const pull = pullOptions(app, pullNames(app, blueprint));
  const commit = commitArguments(app, headCommit);
  const builds = app.image === undefined;
  const what = [...(builds ? [buildImage, ...commit.options] : []), ...pull.options].join(" ");
  return {
    name: `Deploy ${app.key}`,
    needs: [ENVIRONMENT, ...needs],
    ...(environment && { environment }),
    timeoutMinutes: 60,
    steps: [
      setupFlyctlStep,
      tokenStep(APP),
      checkoutStep(headCommit),
      {
        name: "Deploy",
        env: { ...token, APP, ...(builds && { LABEL: imageLabel(headCommit), ...commit.env }), ...pull.env },
        ...deployCommand(named, what),
      },
      { name: "Scale by region", env: { ...token, APP }, run: `${scaleCommands(named).join("\n")}\n` },
      ...healthSteps(named),
      summaryStep("Say what was deployed", [
        `**${app.key}** is deployed from commit ${headCommit}${named.url === undefined ? "." : `: ${named.url}`}`,
      ]),
    ],
  };
}

/** Before the checkout, so that flyctl reads no file of the pull request with that token. */
function tokenStep(APP: string): Step {
  const script = [
    'token="$(flyctl tokens create deploy --app "$APP" --name "review of one commit" --expiry 1h)"',
    'echo "::add-mask::$token"',
    'echo "token=$token" >> "$GITHUB_OUTPUT"',
  ];
  return {
    name: "Make a token for this app alone",
    id: "token",
    env: { FLY_API_TOKEN: expression("secrets.FLY_API_TOKEN"), APP },
    run: `${script.join("\n")}\n`,
  };
}
