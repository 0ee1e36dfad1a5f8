import { randomUUID } from "node:crypto";
import type { GithubClient } from "../../clouds/github/client.ts";
import type { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";
import { renderCounts } from "../report/change-words.ts";
import { notRecorded, type Run, type RunResult } from "./run-record.ts";

/** A run as GitHub keeps it: in the repository's Deployments, under the environment `<project>/<stack>`. */
export interface RunDeployment {
  /** Answers a warning when the outcome could not be recorded: the run has ended nevertheless. Never throws. */
  readonly finish: (result: RunResult) => Promise<Problem | undefined>;
}

export interface RunDeploymentOptions {
  /** GitHub shows production apart from others. */
  readonly production: boolean;
  /** Markdown of what is to be done. GitHub states no limit for a payload: keep it well below that of a comment. */
  readonly report: string;
}

/** "Short description of the status", at most 140 characters (GitHub docs, REST API, Deployment statuses). */
const maxDescription = 140;

/**
 * Records that a run begins. The payload says who applies what, with the report of what is to be done, for it is written
 * before the run and never again. The statuses say how it went and link the workflow run, whose summary says it in full.
 * @throws CloudError when it cannot be recorded; nothing was changed then
 */
export async function startDeployment(
  github: GithubClient,
  run: Run & { readonly commit: string },
  { production, report }: RunDeploymentOptions,
): Promise<RunDeployment> {
  const { project, stack, who, commit, url: logUrl } = run;
  const deployment = await github.deployments.create({
    ref: commit,
    environment: `${project}/${stack}`,
    production,
    description: cut(`parity up --stack ${stack}, by ${who}`),
    payload: { id: randomUUID(), ...run, report },
  });
  await github.deployments.addStatus(deployment, { state: "in_progress", description: cut(`By ${who}`), logUrl });
  return {
    async finish(result) {
      try {
        const description = cut(describeResult(result));
        await github.deployments.addStatus(deployment, { state: result.outcome, description, logUrl });
        return undefined;
      } catch (error) {
        return notRecorded(result, `its deployment does not say so. ${whatOf(error)}`);
      }
    },
  };
}

/** Such as `Applied: 2 created, 1 deleted`. */
function describeResult({ outcome, counts }: RunResult): string {
  const words = { success: "Applied", failure: "Failed", error: "Ended without an answer" }[outcome];
  const done = renderCounts(counts);
  if (done === "") return outcome === "success" ? "Applied: no changes" : words;
  return `${words}: ${done}`;
}

function cut(text: string): string {
  return text.length <= maxDescription ? text : `${text.slice(0, maxDescription - 1)}…`;
}
