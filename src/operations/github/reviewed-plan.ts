import { strFromU8, unzipSync } from "fflate";
import { isStatus } from "../../clouds/call/cloud-error.ts";
import type { GithubArtifact } from "../../clouds/github/artifacts.ts";
import type { GithubClient } from "../../clouds/github/client.ts";
import { Problem } from "../../problem/problem.ts";
import { describePull, findMergeOf, type PullRequest } from "./pull-request.ts";

/** The plan that was saved when the pull request was previewed. */
export interface ReviewedPlan {
  readonly plan: string;
  readonly pull: PullRequest;
}

interface Target {
  /** Pulumi project. */
  readonly project: string;
  readonly stack: string;
}

/** The one file that is taken from the artifact. */
const planFile = "plan.json";
/** Above any plan: one of 1,000 resources has some megabytes. */
const maxBytes = 50 * 1024 * 1024;

/** Name of the artifact under which the preview of a commit keeps its plan: a zip with `plan.json` in it. */
export function planArtifactName({ project, stack }: Target, headSha: string): string {
  return `plan-${project}-${stack}-${headSha}`;
}

/**
 * The plan that was reviewed with the pull request whose merge made `commit` (in full). Any run can upload an artifact of any
 * name, a fork's too, so only one of a run on this very commit of this very repository is taken.
 * @returns a Problem when there is no plan to hold an up to
 * @throws CloudError when GitHub refuses or is silent
 */
export async function fetchReviewedPlan(
  github: GithubClient,
  { commit, ...target }: Target & { readonly commit: string },
): Promise<ReviewedPlan | Problem> {
  const merge = await findMergeOf(github, commit);
  if (!merge) {
    return refuse(
      `No pull request was merged as commit ${commit}.`,
      "A plan is reviewed with its pull request, and is good for the commit of its merge alone.",
      "apply the commit of the merge, bring the change in by a pull request, or apply without --reviewed",
    );
  }
  const pull = describePull(merge);
  if (pull.isFork) {
    return refuse(
      `Pull request #${pull.number} came from a fork.`,
      "The preview of a fork's pull request runs without secrets and saves no plan.",
      "open the change as a branch of the repository, or apply without --reviewed",
    );
  }
  const name = planArtifactName(target, pull.headSha);
  const own = (await github.artifacts.list(name)).filter(
    ({ headSha, headRepositoryId }) => headSha === pull.headSha && headRepositoryId === merge.baseRepositoryId,
  );
  const artifact = own.find(({ expired }) => !expired);
  if (artifact) return download(github, artifact, pull);
  if (own.length > 0) return refuseExpired(pull, name);
  return refuse(
    `The preview of pull request #${pull.number} saved no plan for this stack.`,
    `No run on its last commit ${pull.headSha} uploaded the artifact "${name}".`,
    "see the preview's run on that commit, preview and review the change in a new pull request, or apply without --reviewed",
  );
}

async function download(
  github: GithubClient,
  artifact: GithubArtifact,
  pull: PullRequest,
): Promise<ReviewedPlan | Problem> {
  const refuseDamaged = (why: string) =>
    refuse(
      `The artifact "${artifact.name}" of pull request #${pull.number} does not hold a plan that can be applied.`,
      why,
      "see what the preview's run uploaded, or apply without --reviewed",
    );
  if (artifact.size > maxBytes) return refuseDamaged(tooLarge(artifact.size));
  try {
    const plan = unpack(await github.artifacts.download(artifact, maxBytes));
    return typeof plan === "string" ? { plan, pull } : refuseDamaged(plan.why);
  } catch (error) {
    // Between the list and the download.
    if (isStatus(error, 410)) return refuseExpired(pull, artifact.name);
    throw error;
  }
}

function refuseExpired(pull: PullRequest, name: string): Problem {
  return refuse(
    `The plan that was reviewed with pull request #${pull.number} is gone.`,
    `GitHub has deleted the artifact "${name}": it keeps artifacts for 90 days unless the repository's settings say otherwise.`,
    "preview and review the change in a new pull request, or apply without --reviewed",
  );
}

function refuse(what: string, why: string, fix: string): Problem {
  return new Problem({ code: "no-reviewed-plan", what, why, fix });
}

/** The text of the plan, or why there is none. The zip says how large its files are before any is unpacked. */
function unpack(zip: Uint8Array): string | { readonly why: string } {
  const sizes = new Map<string, number>();
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        sizes.set(name, originalSize);
        return name === planFile && originalSize <= maxBytes;
      },
    });
    const file = files[planFile];
    if (file) return strFromU8(file);
  } catch {
    return { why: "It is not a zip, or a damaged one." };
  }
  const size = sizes.get(planFile);
  return { why: size === undefined ? `There is no ${planFile} in it.` : tooLarge(size) };
}

function tooLarge(bytes: number): string {
  return `It has ${bytes} bytes, and a plan of more than ${maxBytes} is not taken.`;
}
