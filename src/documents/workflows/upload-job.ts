import type { Blueprint, PipelineBlueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { uploadsBuild } from "../../components/site/upload.ts";
import { known, type Templates } from "../../config/template.ts";
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
      ...buildSteps(site, knownTexts(site.variables)),
      uploadStep(site, uploadEnv(site, account, deployedCommit)),
      summaryStep("Say what was uploaded", [`**${site.key}** is uploaded from commit ${deployedCommit}.`]),
    ],
  };
}

function knownTexts(texts: Templates): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, known(text) ?? ""]));
}

/** The command that builds a site, with the values of its variables. None for a site that is uploaded as it lies there. */
export function buildSteps({ build }: SiteBlueprint, env: { readonly [name: string]: string }): Step[] {
  if (build.command === undefined) return [];
  return [
    {
      name: "Build",
      ...(Object.keys(env).length > 0 && { env }),
      ...folderOf(build.root),
      run: `${build.command}\n`,
    },
  ];
}

/** What `uploadStep` uploads, to which project and branch, as a deployment of which commit. */
export interface UploadEnv {
  readonly FOLDER: string;
  readonly PROJECT: string;
  readonly BRANCH: string;
  readonly SHA: string;
  readonly [name: string]: string;
}

function uploadEnv({ build, project, branch }: SiteBlueprint, account: string, commit: string): UploadEnv {
  return { ...cloudflareEnv(account), FOLDER: build.output ?? ".", PROJECT: project, BRANCH: branch, SHA: commit };
}

/** What wrangler logs in with. */
export function cloudflareEnv(account: string): { readonly [name: string]: string } {
  const [tokenVariable, accountVariable] = wranglerVariables;
  return { [tokenVariable]: expression(`secrets.${tokenVariable}`), [accountVariable]: account };
}

/**
 * Uploads a folder. Functions that lie beside it, in `root`, go with it (developers.cloudflare.com/pages/functions/get-started).
 */
export function uploadStep({ build: { root } }: Pick<SiteBlueprint, "build">, env: UploadEnv): Step {
  const run =
    'npx --yes wrangler@4 pages deploy "$FOLDER" --project-name "$PROJECT" --branch "$BRANCH" --commit-hash "$SHA"\n';
  return { name: "Upload", env, ...folderOf(root), run };
}

function folderOf(root: string | undefined): Pick<Step, "working-directory"> {
  return root === undefined ? {} : { "working-directory": root };
}
