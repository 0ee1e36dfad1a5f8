import { pullOf } from "../../components/review/template.ts";
import { describeStacks, type ListedStack } from "../engine/stacks.ts";

/** A review environment that the backend has a stack of. */
export interface LiveReview extends ListedStack {
  readonly pull: number;
}

/** Those of a project, by the number of their pull request. */
export async function listReviews(project: string): Promise<LiveReview[]> {
  const stacks = await describeStacks(project);
  const reviews = stacks.flatMap((stack) => {
    const pull = pullOf(stack.name);
    return pull === undefined ? [] : [{ ...stack, pull }];
  });
  return reviews.sort((a, b) => a.pull - b.pull);
}
