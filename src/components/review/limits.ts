import { isOwn } from "../../config/scope.ts";
import { Problem } from "../../problem/problem.ts";
import { PAGES_PROJECTS } from "../../vendors/cloudflare/pages.ts";
import { neonBranchesProblem } from "../../vendors/neon/plans.ts";
import type { Blueprint } from "../blueprint.ts";

/** Why as many environments as a template allows cannot be there at once. */
export function checkReviewLimits(review: Blueprint, all: readonly Blueprint[]): Problem[] {
  const limit = review.template?.limit ?? 1;
  return [
    ...review.databases.flatMap(({ key, branch }) => {
      if (!branch) return [];
      const parent = all.find(({ stack }) => stack === branch.of);
      const plan = parent?.neon?.plan;
      if (plan === undefined) return [];
      const others = all.filter(
        ({ stack, databases }) =>
          stack !== review.stack && databases.some((one) => one.key === key && one.branch?.of === branch.of),
      );
      const taken = 1 + others.length;
      const isRoot = branch.data === "schema";
      return neonBranchesProblem(plan, { wanted: limit, taken, isRoot })?.at({ path: ["review", "limit"] }) ?? [];
    }),
    ...tooManyProjects(review, limit),
    ...(review.protect ? [protectedReview()] : []),
  ];
}

function tooManyProjects({ sites }: Blueprint, limit: number): Problem[] {
  const own = sites.filter(isOwn).length;
  if (own * limit <= PAGES_PROJECTS) return [];
  return [
    new Problem({
      code: "too-many-pages-projects",
      where: { path: ["review", "limit"] },
      what: `${limit} environments would have ${own * limit} Pages projects.`,
      why: `An account has ${PAGES_PROJECTS} (developers.cloudflare.com/pages/platform/limits).`,
      fix: `write "limit: ${Math.floor(PAGES_PROJECTS / own)}" or less`,
    }),
  ];
}

function protectedReview(): Problem {
  return new Problem({
    code: "protected-review",
    where: { path: ["protect"] },
    what: "An environment of a pull request would be protected, so that it stays when that is closed.",
    fix: `remove "protect", and set the label under "review.keep" on a pull request whose environment is to stay`,
  });
}
