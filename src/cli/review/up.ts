import { reviewStack } from "../../components/review/template.ts";
import { connectSources } from "../../operations/existing/sources.ts";
import type { ReviewState } from "../../operations/review/comment.ts";
import { orderOf, type ReviewOrder } from "../../operations/review/order.ts";
import { prepareReview } from "../../operations/review/prepare.ts";
import { exitCodes } from "../exit-codes.ts";
import { runUp } from "../up.ts";
import { comment } from "./comment.ts";
import { openTemplate, type PullOptions, pullNumber } from "./template.ts";

export interface ReviewUpCommand extends PullOptions {
  readonly yes?: boolean;
  readonly comment?: boolean;
  readonly summary?: boolean;
}

/** @returns the exit code */
export async function runReviewUp(number: string, options: ReviewUpCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const pull = pullNumber(number);
  const opened = openTemplate(options.project);
  if (!opened) return exitCodes.failed;
  const order = await orderOf(opened, pull, options, env);
  const { template, project } = opened;
  const environment = project.resolveReview(pull, order.branch) ?? template;
  const tell = async (state: ReviewState) => {
    if (options.comment) await comment({ pull, environment, template, state }, options, env);
  };
  let code: number = exitCodes.failed;
  try {
    code = await bringUp(order, options, env, () => tell("coming"));
  } finally {
    await tell(code === 0 ? "up" : "failed");
  }
  return code;
}

async function bringUp(
  order: ReviewOrder,
  { json, yes, summary }: ReviewUpCommand,
  env: NodeJS.ProcessEnv,
  onStart: () => Promise<void>,
): Promise<number> {
  const { pull, project, template } = order;
  await prepareReview(order, connectSources(template, env, new AbortController().signal), new Date());
  await onStart();
  const flags = { ...(json && { json }), ...(yes && { yes }), ...(summary && { summary }) };
  return runUp({ stack: reviewStack(pull), project: project.folder, ...flags }, env);
}
