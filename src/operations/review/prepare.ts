import { readFileSync, writeFileSync } from "node:fs";
import { reviewStack, TEMPLATE } from "../../components/review/template.ts";
import type { PullConfig } from "../../config/schema/review.ts";
import { stackFile } from "../../config/source/files.ts";
import { reviewFile } from "../../config/source/review-file.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { makeStack } from "../engine/stacks.ts";
import type { Sources } from "../existing/sources.ts";
import { expiryOf } from "./expiry.ts";
import { listReviews } from "./live.ts";
import { checkRoom } from "./neon-room.ts";
import type { ReviewOrder } from "./order.ts";

/** What the stack file of a pull request says beside the template. */
export function pullConfig({ template, branch }: ReviewOrder, now: Date): PullConfig {
  return { branch, expires: expiryOf(now, template.template.days) };
}

/** Writes the stack file of a pull request, as the template is now. */
export function writeReviewFile(order: ReviewOrder, now: Date): void {
  const { project, pull } = order;
  const text = readFileSync(stackFile(project.folder, TEMPLATE), "utf8");
  const file = stackFile(project.folder, reviewStack(pull));
  writeFileSync(file, reviewFile(text, project.name, pullConfig(order, now)));
}

/**
 * Makes the stack of a pull request, unless it is there. Nothing is made at a vendor.
 * @throws Problem when there are as many as there may be, or the vendor has no room for another
 */
export async function prepareReview(order: ReviewOrder, sources: Sources, now: Date): Promise<void> {
  const { project, template, pull } = order;
  const live = await listReviews(project.folder);
  const stack = reviewStack(pull);
  const exists = live.some((one) => one.pull === pull);
  if (!exists) {
    const { limit } = template.template;
    if (live.length >= limit)
      throw tooMany(
        live.map(({ name }) => name),
        limit,
      );
    await checkRoom(order, sources);
  }
  writeReviewFile(order, now);
  if (!exists) await makeStack({ project: project.folder, stack });
}

function tooMany(live: readonly string[], limit: number): Problem {
  return new Problem({
    code: "review-limit",
    where: { file: `Pulumi.${TEMPLATE}.yaml`, path: ["review", "limit"] },
    what: `${live.length} review environments are up, and there may be ${limit}: ${live.join(", ")}.`,
    fix: "close a pull request, sweep what closed ones have left, or allow more in review.limit",
    commands: [line`parity review sweep`],
  });
}
