import type { Blueprint, ReviewTemplate } from "../../components/blueprint.ts";
import { branch, changingEnv, pull, reviewStep, setupSteps } from "./review-parity-steps.ts";
import { ENVIRONMENT } from "./review-values.ts";
import { expression, type Job, type Permissions, type Step } from "./workflow.ts";

/**
 * Whose pull requests get one: those of people who may push to the repository. A fork's code was read by nobody, and Dependabot's
 * runs are given other secrets (docs.github.com, Dependabot on GitHub Actions).
 */
const eligible = [
  "github.event.pull_request.head.repo.full_name == github.repository",
  "github.event.pull_request.user.login != 'dependabot[bot]'",
  "github.actor != 'dependabot[bot]'",
].join(" && ");

type Environment = NonNullable<Job["environment"]>;
const commenting: Permissions = { contents: "read", "pull-requests": "write" };

/** Makes or updates what a pull request has of its own, from the config alone: the pull request is not checked out. */
export function environmentJob(blueprint: Blueprint, environment: Environment): Job {
  const template = templateOf(blueprint);
  const up = 'up "$PULL" --branch="$BRANCH" --yes --comment --summary';
  return {
    name: "Environment",
    if: expression(`${eligible} && github.event.action != 'closed'`),
    environment,
    permissions: commenting,
    outputs: { [ENVIRONMENT]: expression(`steps.show.outputs.${ENVIRONMENT}`) },
    timeoutMinutes: 45,
    steps: [
      ...setupSteps(template),
      reviewStep("Up", up, template, { ...changingEnv(blueprint), ...pull, ...branch }),
      showStep(template),
    ],
  };
}

/** What the jobs after it deploy, and with which values: nothing of it is secret. */
function showStep(template: ReviewTemplate): Step {
  const { run = "", ...step } = reviewStep("Show", 'show "$PULL" --branch="$BRANCH" --json', template, {
    ...pull,
    ...branch,
  });
  const script = [`${ENVIRONMENT}="$(${run.trim()})"`, `echo "${ENVIRONMENT}=$${ENVIRONMENT}" >> "$GITHUB_OUTPUT"`];
  return { ...step, id: "show", run: `${script.join("\n")}\n` };
}

/** Says in the comment what became of the deployment. */
export function tellJob(blueprint: Blueprint, environment: Environment, needs: readonly string[]): Job {
  const template = templateOf(blueprint);
  const any = (result: string) => `contains(needs.*.result, '${result}') && '${result}'`;
  const DEPLOYMENT = expression(`${["failure", "cancelled", "skipped"].map(any).join(" || ")} || 'success'`);
  return {
    name: "Tell",
    needs,
    if: expression(`always() && needs.${ENVIRONMENT}.result == 'success'`),
    environment,
    permissions: commenting,
    timeoutMinutes: 15,
    steps: [
      ...setupSteps(template),
      reviewStep("Tell", 'tell "$PULL" --deployment "$DEPLOYMENT"', template, {
        GH_TOKEN: expression("github.token"),
        ...pull,
        DEPLOYMENT,
      }),
    ],
  };
}

export function downJob(blueprint: Blueprint, environment: Environment): Job {
  const template = templateOf(blueprint);
  return {
    name: "Down",
    if: expression(`${eligible} && github.event.action == 'closed'`),
    environment,
    permissions: commenting,
    timeoutMinutes: 45,
    steps: [
      ...setupSteps(template),
      reviewStep("Down", 'down "$PULL" --yes --comment', template, { ...changingEnv(blueprint), ...pull }),
    ],
  };
}

/** What a run that was cut off has left, and what nobody closes. */
export function sweepJob(blueprint: Blueprint, environment: Environment): Job {
  const template = templateOf(blueprint);
  return {
    name: "Sweep",
    if: expression("github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'"),
    environment,
    // It lists the repository's environments, which takes Actions: read (docs.github.com/rest/deployments/environments).
    permissions: { ...commenting, actions: "read" },
    timeoutMinutes: 60,
    steps: [...setupSteps(template), reviewStep("Sweep", "sweep --yes --comment", template, changingEnv(blueprint))],
  };
}

function templateOf({ template, stack }: Blueprint): ReviewTemplate {
  if (!template) throw new Error(`${stack} is not a template of review environments.`);
  return template;
}
