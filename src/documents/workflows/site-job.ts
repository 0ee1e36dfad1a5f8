import type { Blueprint, SiteBlueprint } from "../../components/blueprint.ts";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";
import { deployedCommit } from "./prepare-job.ts";
import { changedStep, isChanged } from "./touched-paths.ts";
import { type Job, type Step, stepIf } from "./workflow.ts";

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
 * tell whether the branch moves forward. A site with `paths` stays where nothing that it depends on differs from that branch.
 */
export function siteJob({ key, productionBranch, paths }: SiteBlueprint, needs: readonly string[]): Job {
  const move: Step = {
    name: `Move ${productionBranch}`,
    env: { SHA: deployedCommit, BRANCH: productionBranch },
    run: 'git push origin "$SHA:refs/heads/$BRANCH"\n',
  };
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
      ...(paths
        ? [changedStep(paths, `refs/remotes/origin/${productionBranch}`, deployedCommit), stepIf(isChanged, move)]
        : [move]),
    ],
  };
}
