import { type Deployment, deployments } from "../../operations/review/comment.ts";
import { Problem } from "../../problem/problem.ts";
import { exitCodes } from "../exit-codes.ts";
import { comment } from "./comment.ts";
import { openTemplate, pullNumber, type ReviewOptions } from "./template.ts";

export interface ReviewTellCommand extends ReviewOptions {
  readonly deployment: string;
}

/** @returns the exit code */
export async function runReviewTell(
  number: string,
  options: ReviewTellCommand,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const pull = pullNumber(number);
  const opened = openTemplate(options.project);
  if (!opened) return exitCodes.failed;
  const { project, template } = opened;
  const environment = project.resolveReview(pull) ?? template;
  const deployment = requireDeployment(options.deployment);
  const written = await comment({ pull, environment, template, deployment }, options, env);
  return written ? 0 : exitCodes.failed;
}

function requireDeployment(word: string): Deployment {
  const found = deployments.find((one) => one === word);
  if (found) return found;
  throw new Problem({
    code: "unknown-deployment",
    what: `"${word}" is not what becomes of a deployment.`,
    fix: `write one of ${deployments.join(", ")}, as GitHub calls the result of a job`,
  });
}
