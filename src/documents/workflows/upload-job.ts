import type { Blueprint, PipelineBlueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { uploadsBuild } from "../../components/site/upload.ts";
import { known } from "../../config/template.ts";
import { wranglerVariables } from "../../vendors/cloudflare/wrangler.ts";
import { deployedCommit } from "./prepare-job.ts";
import { siteJobId } from "./site-job.ts";
import { checkoutStep, summaryStep } from "./steps.ts";
import { expression, type Job, type Step } from "./workflow.ts";

/** Sites that the deploy workflow builds and uploads: those that Cloudflare does not build and nothing else uploads. */
export function uploadedSites({ sites }: Blueprint): SiteBlueprint[] {
  return sites.filter((site) => site.slot !== undefined && uploadsBuild(site));
}

/** Jobs of the uploaded sites, by id. */
export function uploadJobs(
  blueprint: Blueprint,
  pipeline: PipelineBlueprint,
  needs: readonly string[],
): { readonly [id: string]: Job } {
  const account = blueprint.cloudflare?.account ?? "";
  return Object.fromEntries(
    uploadedSites(blueprint).map((site) => [siteJobId(site), uploadJob(site, account, pipeline, needs)]),
  );
}

/** Builds the site as Cloudflare would, with the same variables, and uploads it as a deployment of its branch. */
function uploadJob(
  site: SiteBlueprint,
  account: string,
  { environment }: PipelineBlueprint,
  needs: readonly string[],
): Job {
  const url = known(site.url);
  return {
    name: `Publish ${site.key}`,
    needs,
    environment: { name: environment, ...(url !== undefined && { url }) },
    timeoutMinutes: 30,
    steps: [
      checkoutStep(deployedCommit),
      ...buildSteps(site),
      uploadStep(site, account),
      summaryStep("Say what was uploaded", [`**${site.key}** is uploaded from commit ${deployedCommit}.`]),
    ],
  };
}

function buildSteps({ build, variables }: SiteBlueprint): Step[] {
  if (build.command === undefined) return [];
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, known(value) ?? ""]));
  return [
    {
      name: "Build",
      ...(Object.keys(env).length > 0 && { env }),
      ...folderOf(build.root),
      run: `${build.command}\n`,
    },
  ];
}

/** Functions that lie beside the folder, in `root`, go with it (developers.cloudflare.com/pages/functions/get-started). */
function uploadStep({ build, project, branch }: SiteBlueprint, account: string): Step {
  const [tokenVariable, accountVariable] = wranglerVariables;
  const env = {
    [tokenVariable]: expression(`secrets.${tokenVariable}`),
    [accountVariable]: account,
    ...{ FOLDER: build.output ?? ".", PROJECT: project, BRANCH: branch, SHA: deployedCommit },
  };
  const run =
    'npx --yes wrangler@4 pages deploy "$FOLDER" --project-name "$PROJECT" --branch "$BRANCH" --commit-hash "$SHA"\n';
  return { name: "Upload", env, ...folderOf(build.root), run };
}

function folderOf(root: string | undefined): Pick<Step, "working-directory"> {
  return root === undefined ? {} : { "working-directory": root };
}
