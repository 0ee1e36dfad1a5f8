import { reviewStack } from "../../components/review/template.ts";
import { connectSources } from "../../operations/existing/sources.ts";
import { findRunUrl } from "../../operations/github/run-record.ts";
import { type ReviewState, tellPull } from "../../operations/review/comment.ts";
import { connectPulls, orderOf } from "../../operations/review/order.ts";
import { prepareReview } from "../../operations/review/prepare.ts";
import { exitCodes } from "../exit-codes.ts";
import { runUp } from "../up.ts";
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
  const { project, template } = opened;
  const order = await orderOf(opened, pull, options, env);
  const environment = project.resolveReview(pull, order.branch) ?? template;
  const github = options.comment ? connectPulls(template, options, env) : undefined;
  const tell = async (state: ReviewState) => {
    if (!github) return;
    const news = { pull, environment, template, state, runUrl: findRunUrl(env), now: new Date() };
    const { action, url } = await tellPull(github, news);
    process.stderr.write(`comment ${action}: ${url}\n`);
  };
  await prepareReview(order, connectSources(template, env, new AbortController().signal), new Date());
  await tell("coming");
  const { json, yes, summary } = options;
  const code = await runUp(
    {
      ...{ stack: reviewStack(pull), project: project.folder },
      ...{ ...(json && { json }), ...(yes && { yes }), ...(summary && { summary }) },
    },
    env,
  );
  await tell(code === 0 ? "up" : "failed");
  return code;
}
