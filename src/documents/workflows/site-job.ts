import type { Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";
import { deployedCommit } from "./prepare-job.ts";
import type { Job } from "./workflow.ts";

export function siteJobId({ key }: SiteBlueprint): string {
  return `publish-${key}`;
}

/**
 * Sites that Cloudflare builds from a branch which nobody commits to: only a deployment moves it. A branch that
 * deployments start from moves with each merge.
 */
export function movedSites({ sites }: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): SiteBlueprint[] {
  const sources = new Set([...blueprints.values()].flatMap(({ pipeline }) => pipeline?.branches ?? []));
  return sites.filter(
    ({ slot, connected, productionBranch }) => slot === "production" && connected && !sources.has(productionBranch),
  );
}

/**
 * Moves a Pages project's production branch to the deployed commit, after the apps: the frontend is released with them.
 * The push is not forced, so a commit that only that branch has is never lost. Needs the whole history, or git cannot
 * tell whether the branch moves forward.
 */
export function siteJob({ key, productionBranch }: SiteBlueprint, needs: readonly string[]): Job {
  return {
    name: `Publish ${key}`,
    needs,
    permissions: { contents: "write" },
    timeoutMinutes: 10,
    steps: [
      {
        name: "Check out",
        uses: referenceTo(pinnedActions.checkout),
        with: { ref: deployedCommit, "fetch-depth": 0 },
      },
      {
        name: `Move ${productionBranch}`,
        env: { SHA: deployedCommit, BRANCH: productionBranch },
        run: 'git push origin "$SHA:refs/heads/$BRANCH"\n',
      },
    ],
  };
}
