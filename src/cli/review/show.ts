import { describeReview } from "../../operations/review/show.ts";
import { exitCodes } from "../exit-codes.ts";
import { openTemplate, type PullOptions, pullNumber } from "./template.ts";

/** @returns the exit code */
export function runReviewShow(number: string, options: PullOptions): number {
  const pull = pullNumber(number);
  const opened = openTemplate(options.project);
  const environment = opened?.project.resolveReview(pull, options.branch);
  if (!environment) return exitCodes.failed;
  process.stdout.write(`${JSON.stringify(describeReview(environment), null, options.json ? 0 : 2)}\n`);
  return 0;
}
