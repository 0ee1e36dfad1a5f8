import type { Blueprint } from "../../components/blueprint.ts";
import { deployedApps } from "../deployed-apps.ts";
import { type Document, markDocument } from "../document.ts";
import { deployJobId } from "./deploy-job.ts";
import { deployOrder } from "./deploy-order.ts";
import { reviewDeployJob } from "./review-deploy-job.ts";
import { downJob, environmentJob, sweepJob, tellJob } from "./review-parity-jobs.ts";
import { reviewSiteJobs } from "./review-site-jobs.ts";
import { ENVIRONMENT } from "./review-values.ts";
import { uploadedSites } from "./upload-job.ts";
import { expression, type Job, renderWorkflow } from "./workflow.ts";

/** Whether a workflow makes the environments of pull requests: something of them is deployed, and the project can be found. */
export function hasReviewWorkflow(blueprint: Blueprint): boolean {
  const parts = deployedApps(blueprint).length + uploadedSites(blueprint).length;
  return blueprint.template?.from !== undefined && parts > 0;
}

/** Name of the GitHub environment that holds what makes them. A person makes it (docs/ci.md), and no stack. */
export function reviewEnvironment({ template }: Blueprint): string {
  return template?.product === undefined ? "review" : `${template.product}-review`;
}

/**
 * The workflow of pull requests. `pull_request_target`, because GitHub then runs the default branch's file, and not one that was pushed
 * with the pull request; and because it "will run even if the pull request has a merge conflict", which `pull_request` does not: such
 * a one is closed, too (docs.github.com, Events that trigger workflows).
 */
export function reviewWorkflow(blueprint: Blueprint): Document[] {
  const { template, project, title, stack } = blueprint;
  if (!template || !hasReviewWorkflow(blueprint)) return [];
  const environment = reviewEnvironment(blueprint);
  const number = expression("github.event.pull_request.number || 'sweep'");
  const body = () =>
    renderWorkflow({
      name: ["Review app", template.product].filter(Boolean).join(" "),
      about: [
        `An environment of ${title} for each pull request: made when it is opened, deployed at each push, gone when it is closed.`,
        `Secrets of the GitHub environment "${environment}", which a person makes: see "Review environments" in docs/ci.md of @env-parity/parity.`,
        "GitHub runs this file as it is on the default branch. No job that executes a pull request's code has a secret.",
      ],
      on: {
        pull_request_target: { types: ["opened", "reopened", "synchronize", "closed"] },
        // Runs that begin at a full hour wait or are dropped (docs.github.com, Events that trigger workflows, `schedule`).
        schedule: [{ cron: "41 4 * * *" }],
        workflow_dispatch: {},
      },
      concurrency: {
        group: ["review-app", template.product, number].filter(Boolean).join("-"),
        "cancel-in-progress": false,
      },
      jobs: jobsOf(blueprint, { name: environment, deployment: false }),
    });
  return [markDocument({ path: template.workflow, project, stacks: [stack], body })];
}

function jobsOf(blueprint: Blueprint, environment: NonNullable<Job["environment"]>): { readonly [id: string]: Job } {
  const apps = deployedApps(blueprint);
  const order = deployOrder(apps);
  const deployed = apps.map(deployJobId);
  const deployments = {
    ...Object.fromEntries(
      apps.map((app) => {
        const before = (order.get(app.key) ?? []).map((key) => deployJobId({ key }));
        return [deployJobId(app), reviewDeployJob(app, blueprint, environment, before)];
      }),
    ),
    ...Object.assign(
      {},
      ...uploadedSites(blueprint).map((site) => reviewSiteJobs(site, blueprint, environment, deployed)),
    ),
  };
  return {
    [ENVIRONMENT]: environmentJob(blueprint, environment),
    ...deployments,
    tell: tellJob(blueprint, environment, [ENVIRONMENT, ...Object.keys(deployments)]),
    down: downJob(blueprint, environment),
    sweep: sweepJob(blueprint, environment),
  };
}
