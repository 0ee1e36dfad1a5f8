import { posix } from "node:path";
import type { Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";
import { headCommit } from "./review-deploy-job.ts";
import { ENVIRONMENT, shown, siteVariables } from "./review-values.ts";
import { siteJobId } from "./site-job.ts";
import { checkoutStep, summaryStep } from "./steps.ts";
import { buildSteps, cloudflareEnv, uploadStep } from "./upload-job.ts";
import type { Job } from "./workflow.ts";

/** Folder of the job that uploads, beside which nothing of the pull request lies. */
const FOLDER = "site";

export function buildJobId({ key }: Pick<SiteBlueprint, "key">): string {
  return `build-${key}`;
}

/**
 * A site's two jobs, by id: a build runs the pull request's own commands, so that its job has no secret; the other one uploads what came
 * of it, and runs nothing of it.
 */
export function reviewSiteJobs(
  site: SiteBlueprint,
  { cloudflare }: Blueprint,
  environment: Job["environment"],
  needs: readonly string[],
): { readonly [id: string]: Job } {
  const { key, build } = site;
  const artifact = `site-${key}`;
  const [PROJECT, BRANCH] = [shown("sites", site, "project"), shown("sites", site, "branch")];
  return {
    [buildJobId(site)]: {
      name: `Build ${key}`,
      needs: [ENVIRONMENT],
      timeoutMinutes: 30,
      steps: [
        checkoutStep(headCommit),
        ...buildSteps(site, siteVariables(site)),
        {
          name: "Hand it on",
          uses: referenceTo(pinnedActions.uploadArtifact),
          with: {
            name: artifact,
            path: posix.join(build.root ?? ".", build.output ?? "."),
            "include-hidden-files": true,
            "if-no-files-found": "error",
            "retention-days": 1,
            overwrite: true,
          },
        },
      ],
    },
    [siteJobId(site)]: {
      name: `Publish ${key}`,
      needs: [ENVIRONMENT, buildJobId(site), ...needs],
      ...(environment && { environment }),
      timeoutMinutes: 30,
      steps: [
        {
          name: "Take the build",
          uses: referenceTo(pinnedActions.downloadArtifact),
          with: { name: artifact, path: FOLDER },
        },
        uploadStep(
          { build: {} },
          { ...cloudflareEnv(cloudflare?.account ?? ""), FOLDER, PROJECT, BRANCH, SHA: headCommit },
        ),
        summaryStep("Say what was uploaded", [`**${key}** is uploaded from commit ${headCommit}.`]),
      ],
    },
  };
}
