import { connectSources } from "../../operations/existing/sources.ts";
import { connectPulls } from "../../operations/review/order.ts";
import { planSweep } from "../../operations/review/sweep.ts";
import { type SweepOutcome, sweep } from "../../operations/review/sweep-run.ts";
import { renderSweep, renderSwept } from "../../operations/review/text.ts";
import { printableJson } from "../../problem/printable.ts";
import { exitCodes } from "../exit-codes.ts";
import { watchInterruption } from "../interruption.ts";
import { comment } from "./comment.ts";
import { openTemplate, type ReviewOptions } from "./template.ts";

export interface ReviewSweepCommand extends ReviewOptions {
  /** Deletes what goes. Default: it is only shown. */
  readonly yes?: boolean;
  readonly comment?: boolean;
}

/** @returns the exit code */
export async function runReviewSweep(options: ReviewSweepCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const opened = openTemplate(options.project);
  if (!opened) return exitCodes.failed;
  const { project, template } = opened;
  const { example } = template.template;
  if (!example) return exitCodes.failed;
  const github = connectPulls(template, options, env);
  const sources = connectSources(template, env, new AbortController().signal);
  const { template: rules } = template;
  const where = { folder: project.folder, example, product: rules.product };
  const plan = await planSweep({ where, github, sources, rules, now: new Date() });
  const print = (text: string) => void (options.json || process.stdout.write(`${text}\n`));
  print(renderSweep(plan));
  const interruption = watchInterruption();
  const outcomes: SweepOutcome[] = [];
  try {
    if (options.yes) {
      for await (const outcome of sweep(plan, {
        project,
        template,
        github,
        sources,
        isInterrupted: interruption.isAsked,
      })) {
        outcomes.push(outcome);
        print(renderSwept(outcome));
        if (!options.comment || outcome.swept.leftover || outcome.became === "busy") continue;
        const { pull } = outcome.swept;
        const state = outcome.became === "gone" ? "down" : "left";
        const environment = project.resolveReview(pull) ?? template;
        await comment({ pull, environment, template, state }, options, env);
      }
    }
  } finally {
    interruption.end();
  }
  if (options.json) process.stdout.write(`${printableJson({ ...plan, outcomes })}\n`);
  const failed = plan.unknown.length > 0 || outcomes.some(({ became }) => became === "left");
  print(endingOf(options, plan.found.filter(({ goes }) => goes).length, outcomes));
  if (interruption.isAsked()) return exitCodes.interrupted;
  return failed ? exitCodes.failed : 0;
}

function endingOf({ yes }: ReviewSweepCommand, going: number, outcomes: readonly SweepOutcome[]): string {
  if (!yes) return `Nothing was changed${going > 0 ? ": --yes deletes what goes" : ""}.`;
  const gone = outcomes.filter(({ became }) => became === "gone").length;
  return gone === 0 ? "Nothing was changed." : `${gone} of ${going} are gone.`;
}
