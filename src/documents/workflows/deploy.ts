import type { AppBlueprint, Blueprint, PipelineBlueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { deployedApps } from "../deployed-apps.ts";
import { type Document, markDocument } from "../document.ts";
import { checkJobs } from "./check-jobs.ts";
import { deployJob, deployJobId } from "./deploy-job.ts";
import { deployOrder } from "./deploy-order.ts";
import { FAILURE, failureJob } from "./failure-job.ts";
import { deployedCommit, PREPARE, prepareJob } from "./prepare-job.ts";
import { promotionInputs, promotionOf } from "./promotion.ts";
import { movedSites, siteJob, siteJobId } from "./site-job.ts";
import { concurrencyOf, startLines, triggersOf } from "./triggers.ts";
import { uploadedSites, uploadJobs } from "./upload-job.ts";
import { type Job, renderWorkflow } from "./workflow.ts";

/**
 * The deploy workflow of one environment, at `pipeline.workflow`. None where nothing is deployed by one: on a developer's
 * machine, without a repository, for a pull request's environment, or where another stack owns everything.
 */
export function deployWorkflow(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): Document[] {
  const { pipeline, tier, title, stack } = blueprint;
  const sites = movedSites(blueprint, blueprints);
  const parts = deployedApps(blueprint).length + sites.length + uploadedSites(blueprint).length;
  if (!pipeline || tier === "review" || parts === 0) return [];
  const promotion = promotionOf(blueprint, blueprints);
  const body = () =>
    renderWorkflow({
      name: `Deploy ${pipeline.environment}`,
      about: aboutDeploy(title, pipeline),
      on: triggersOf(pipeline, promotion && promotionInputs(promotion)),
      concurrency: concurrencyOf(pipeline),
      jobs: {
        [PREPARE]: prepareJob(blueprint, pipeline, promotion),
        ...jobsAfter(blueprint, pipeline, sites),
      },
    });
  return [markDocument({ path: pipeline.workflow, project: blueprint.project, stacks: [stack], body })];
}

/** Ids of the jobs beside those of `pipeline.checks`, which may not be named like one. */
export function deployJobIds(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): string[] {
  const sites = [...movedSites(blueprint, blueprints), ...uploadedSites(blueprint)];
  return [PREPARE, FAILURE, ...deployedApps(blueprint).map(deployJobId), ...sites.map(siteJobId)];
}

function jobsAfter(
  blueprint: Blueprint,
  pipeline: PipelineBlueprint,
  sites: readonly SiteBlueprint[],
): { readonly [id: string]: Job } {
  const checks = passedBefore(pipeline) ? {} : checkJobs(pipeline, [PREPARE], deployedCommit);
  const ready = [PREPARE, ...Object.keys(checks)];
  const apps = deployedApps(blueprint);
  const order = deployOrder(apps);
  const needs = ({ key }: AppBlueprint) => [
    ...ready,
    ...(order.get(key) ?? []).map((one) => deployJobId({ key: one })),
  ];
  const deployed = [...ready, ...apps.map(deployJobId)];
  const jobs = {
    ...checks,
    ...Object.fromEntries(apps.map((app) => [deployJobId(app), deployJob(app, pipeline, needs(app))])),
    ...Object.fromEntries(sites.map((site) => [siteJobId(site), siteJob(site, deployed)])),
    ...uploadJobs(blueprint, pipeline, deployed),
  };
  return { ...jobs, ...failureJob(blueprint, pipeline, [PREPARE, ...Object.keys(jobs)]) };
}

/** CI has run the checks already when it is the only way in. */
function passedBefore({ on }: PipelineBlueprint): boolean {
  const { workflow, push, release, manual } = on;
  return workflow !== undefined && !push && !release && !manual;
}

function aboutDeploy(title: string, pipeline: PipelineBlueprint): string[] {
  const { environment, tokens, on } = pipeline;
  const secrets = Object.keys(tokens).join(", ");
  return [
    `Deploys ${title} to ${environment}.`,
    ...(secrets === ""
      ? []
      : [`Secrets of the GitHub environment "${environment}", set by \`pulumi up\`: ${secrets}.`]),
    ...(on.manual ? startLines(pipeline) : []),
  ];
}
