import type { Blueprint } from "../../components/blueprint.ts";
import { findRunUrl } from "../../operations/github/run-record.ts";
import { type Deployment, type ReviewState, tellPull } from "../../operations/review/comment.ts";
import { connectPulls } from "../../operations/review/order.ts";
import type { TemplateBlueprint } from "../../operations/review/template.ts";
import { Problem } from "../../problem/problem.ts";
import { renderProblem } from "../../problem/text.ts";
import type { ReviewOptions } from "./template.ts";

/** What is said of a pull request's environment. */
export interface News {
  readonly pull: number;
  readonly environment: Blueprint;
  readonly template: TemplateBlueprint;
  readonly state?: ReviewState;
  readonly deployment?: Deployment;
}

/** Keeps the comment on the pull request. What GitHub refuses is told, and ends nothing: the environment counts. */
export async function comment(news: News, options: ReviewOptions, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const github = connectPulls(news.template, options, env);
    const { action, url } = await tellPull(github, { ...news, runUrl: findRunUrl(env), now: new Date() });
    if (url !== undefined) process.stderr.write(`comment ${action}: ${url}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`The comment could not be written.\n${renderProblem(error)}\n`);
    return false;
  }
}
