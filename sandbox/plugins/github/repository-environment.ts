import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import { type GithubClient, GithubRefusal } from "./client.ts";
import { escapeName, unescapeName } from "./environment-name.ts";
import { getRepositoryId } from "./repository.ts";
import { fromReviewers, reviewer, reviewers, toReviewers } from "./reviewers.ts";
import { segment } from "./segment.ts";

const inputs = z.object({
  repository: z.string(),
  environment: z.string().max(255),
  canAdminsBypass: z.boolean().default(true),
  preventSelfReview: z.boolean().default(false),
  /** Minutes. */
  waitTimer: z.number().int().min(0).max(43200).default(0),
  reviewers: reviewers.optional(),
  deploymentBranchPolicy: z.object({ protectedBranches: z.boolean(), customBranchPolicies: z.boolean() }).optional(),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({ repositoryId: z.number() });

const liveEnvironment = z.object({
  // Not in GitHub's OpenAPI document; the provider takes its absence for false.
  can_admins_bypass: z.boolean().default(false),
  protection_rules: z.array(
    z.object({
      type: z.string(),
      wait_timer: z.number().optional(),
      prevent_self_review: z.boolean().optional(),
      reviewers: z.array(reviewer).optional(),
    }),
  ),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullable(),
});
type LiveEnvironment = z.infer<typeof liveEnvironment>;

export const repositoryEnvironment = defineResource<GithubClient>()({
  token: "github:index/repositoryEnvironment:RepositoryEnvironment",
  description: "A deployment environment of a repository.",
  inputs,
  outputs,
  // The real plugin changes `repository` in place when it is a new name of the same repository. Here none is renamed.
  replaceOn: ["repository", "environment"],
  createBeforeDelete: true,
  async create({ clouds: github, inputs: given, context: { signal } }) {
    await putEnvironment(github, given, signal);
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    return { id: idOf(given), inputs: given, outputs: { repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const identity = known?.inputs ?? parseId(id);
    const found = await github.find(await pathOf(github, identity, signal), signal);
    if (found === undefined) return undefined;
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, identity.repository, signal));
    return { id, inputs: liveInputs(identity, liveEnvironment.parse(found), known?.inputs), outputs: { repositoryId } };
  },
  async update({ clouds: github, before, inputs: given, context: { signal } }) {
    await putEnvironment(github, given, signal);
    return before.outputs;
  },
  /** The only resource of the plugin whose absence is not an error. */
  async delete({ clouds: github, before, context: { signal } }) {
    try {
      await github.call("DELETE", await pathOf(github, before.inputs, signal), signal);
    } catch (error) {
      if (!(error instanceof GithubRefusal) || error.status !== 404) throw error;
    }
  },
});

/**
 * States everything: a PUT has no "leave as it is". An existing environment is taken over without a word. On a plan without
 * protection rules GitHub answers 422, and go-github then sends the policy alone if nothing else was asked for.
 */
async function putEnvironment(github: GithubClient, given: Inputs, signal: AbortSignal): Promise<void> {
  const path = await pathOf(github, given, signal);
  const { deploymentBranchPolicy: policy } = given;
  const deployment_branch_policy = policy
    ? { protected_branches: policy.protectedBranches, custom_branch_policies: policy.customBranchPolicies }
    : null;
  const desired = toReviewers(given.reviewers);
  const body = {
    wait_timer: given.waitTimer,
    reviewers: desired,
    can_admins_bypass: given.canAdminsBypass,
    deployment_branch_policy,
    prevent_self_review: given.preventSelfReview,
  };
  try {
    await github.call("PUT", path, signal, body);
  } catch (error) {
    const isTooMuch = error instanceof GithubRefusal && error.status === 422;
    if (!isTooMuch || desired !== null || given.waitTimer > 0) throw error;
    await github.call("PUT", path, signal, { deployment_branch_policy });
  }
}

/**
 * Without reviewers there is no rule that would tell of them: the provider keeps what it knows, and does not see that
 * somebody removed them all (terraform-provider-github issue 3609).
 */
function liveInputs(
  { repository, environment }: Pick<Inputs, "repository" | "environment">,
  live: LiveEnvironment,
  known: Inputs | undefined,
): Inputs {
  const review = live.protection_rules.find(({ type }) => type === "required_reviewers");
  const reviewers = review?.reviewers ? fromReviewers(review.reviewers, known?.reviewers) : known?.reviewers;
  const policy = live.deployment_branch_policy;
  return {
    repository,
    environment,
    canAdminsBypass: live.can_admins_bypass,
    preventSelfReview: review?.prevent_self_review ?? known?.preventSelfReview ?? false,
    waitTimer: live.protection_rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
    ...(reviewers && { reviewers }),
    ...(policy && {
      deploymentBranchPolicy: {
        protectedBranches: policy.protected_branches,
        customBranchPolicies: policy.custom_branch_policies,
      },
    }),
  };
}

async function pathOf(
  github: GithubClient,
  given: Pick<Inputs, "repository" | "environment">,
  signal: AbortSignal,
): Promise<string> {
  return `${await github.repositoryPath(given.repository, signal)}/environments/${segment(given.environment)}`;
}

function idOf(given: Inputs): string {
  return `${given.repository}:${escapeName(given.environment)}`;
}

function parseId(id: string): Pick<Inputs, "repository" | "environment"> {
  const parts = splitImportId(id, ":", ["repository", "environment"]);
  return { repository: parts.repository, environment: unescapeName(parts.environment) };
}
