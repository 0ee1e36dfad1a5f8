import { known } from "../../config/template.ts";
import { estimateCost, renderRange } from "../../documents/cost.ts";
import { isOld } from "../../operations/review/expiry.ts";
import { listReviews } from "../../operations/review/live.ts";
import { connectPulls, hasPulls } from "../../operations/review/order.ts";
import { findPull } from "../../operations/review/pull.ts";
import { reasonOf } from "../../operations/review/sweep.ts";
import { type ReviewRow, renderReviews } from "../../operations/review/text.ts";
import { printableJson } from "../../problem/printable.ts";
import { exitCodes } from "../exit-codes.ts";
import { openTemplate, type ReviewOptions } from "./template.ts";

/** @returns the exit code */
export async function runReviewList(options: ReviewOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const opened = openTemplate(options.project);
  if (!opened) return exitCodes.failed;
  const { project, template } = opened;
  const { days, keep } = template.template;
  const now = new Date();
  const github = hasPulls(env) ? connectPulls(template, options, env) : undefined;
  const rows: ReviewRow[] = [];
  for (const review of await listReviews(project.folder)) {
    const environment = project.resolveReview(review.pull);
    const sites = environment?.sites.flatMap(({ url }) => known(url) ?? []) ?? [];
    rows.push({
      ...review,
      reason: github && reasonOf(await findPull(github, review.pull), isOld(review.lastUpdate, days, now), keep),
      urls: [...(environment?.apps.flatMap(({ url }) => url ?? []) ?? []), ...sites],
      cost: environment && renderRange(estimateCost(environment)),
    });
  }
  process.stdout.write(`${options.json ? printableJson(rows) : renderReviews(rows, now)}\n`);
  if (!github) process.stderr.write("whether their pull requests are open is not known: GH_TOKEN is not set\n");
  return 0;
}
