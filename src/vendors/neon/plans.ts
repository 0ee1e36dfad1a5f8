import { Problem } from "../../problem/problem.ts";
import type { NeonComputeLimits } from "./compute.ts";

/** Seconds of history (`history_retention_seconds` in Neon's OpenAPI document). A plan's ceiling may be lower. */
export const NEON_HISTORY_SECONDS = { least: 0, most: 2_592_000 } as const;

/**
 * What a plan gives (neon.com/docs/introduction/plans, March 2026): seconds of history at most, and from which idle time on
 * a compute's sleep may be set, `never` included, `undefined` where it may not; and the largest compute, in CU, of one that
 * scales and of one that does not; and how many branches a project has, and how many of these without a parent; and how many projects there are.
 */
const NEON_PLANS = {
  free: {
    historySeconds: 21_600,
    leastSuspendSeconds: undefined,
    scaledCu: 2,
    fixedCu: 2,
    branches: 10,
    roots: 3,
    projects: 100,
  },
  launch: {
    historySeconds: 604_800,
    leastSuspendSeconds: 300,
    scaledCu: 16,
    fixedCu: 16,
    branches: 5000,
    roots: 5,
    projects: 100,
  },
  scale: {
    historySeconds: 2_592_000,
    leastSuspendSeconds: 60,
    scaledCu: 16,
    fixedCu: 56,
    branches: 5000,
    roots: 25,
    projects: 1000,
  },
} as const;

export type NeonPlan = keyof typeof NEON_PLANS;

/** Why a plan does not let one go back that many seconds. */
export function neonHistoryProblem(plan: NeonPlan, seconds: number): Problem | undefined {
  const { historySeconds: most } = NEON_PLANS[plan];
  if (seconds <= most) return undefined;
  const why = `One can go back ${most} seconds at most on Neon's ${plan} plan, not ${seconds}`;
  return planProblem(plan, why, `write ${most} or less`);
}

/** Why a plan does not let a compute stop after that many idle seconds. `never`: it does not sleep. */
export function neonSuspendProblem(plan: NeonPlan, suspend: number | "never"): Problem | undefined {
  const least = NEON_PLANS[plan].leastSuspendSeconds;
  if (least === undefined) {
    return planProblem(plan, `Neon's ${plan} plan always stops an idle compute after its own time`, "leave it out");
  }
  if (suspend === "never" || suspend >= least) return undefined;
  const why = `Neon's ${plan} plan stops an idle compute after ${least} seconds at the earliest`;
  return planProblem(plan, why, `write ${least} or more`);
}

/** Why a plan has no compute of this size. One whose smallest and largest are equal does not scale. */
export function neonSizeProblem(plan: NeonPlan, { minCu, maxCu }: NeonComputeLimits): Problem | undefined {
  const { scaledCu, fixedCu } = NEON_PLANS[plan];
  const most = minCu === maxCu ? fixedCu : scaledCu;
  if (maxCu === undefined || maxCu <= most) return undefined;
  const kind =
    fixedCu === scaledCu ? "A compute" : minCu === maxCu ? "A compute that does not scale" : "One that scales";
  return planProblem(
    plan,
    `${kind} has at most ${most} CU on Neon's ${plan} plan, not ${maxCu}`,
    `write ${most} or less`,
  );
}

/** How many branches a project has room for, and of what kind. A branch of a schema alone has no parent. */
export interface NeonBranchRoom {
  /** Branches that are to be there at once. */
  readonly wanted: number;
  /** Those that are there for other reasons. */
  readonly taken: number;
  readonly isRoot: boolean;
}

/** Why a project on that plan has no room for as many branches. */
export function neonBranchesProblem(plan: NeonPlan, { wanted, taken, isRoot }: NeonBranchRoom): Problem | undefined {
  const { branches, roots } = NEON_PLANS[plan];
  const most = isRoot ? roots : branches;
  if (wanted + taken <= most) return undefined;
  const kind = isRoot ? "branches without a parent, as one of a schema alone is" : "branches";
  return planProblem(
    plan,
    `A project has ${most} ${kind} on Neon's ${plan} plan; ${taken} of them ${taken === 1 ? "is" : "are"} taken, and ${wanted} more are wanted`,
    most > taken ? `write ${most - taken} or less` : "delete one of them",
  );
}

/** How many projects a plan has, and how many branches each of them. */
export function neonRoom(plan: NeonPlan): { readonly projects: number; readonly branches: number } {
  return NEON_PLANS[plan];
}

function planProblem(plan: NeonPlan, why: string, fix: string): Problem {
  return new Problem({
    code: "neon-plan",
    what: `Neon's ${plan} plan does not give this.`,
    why: `${why} (neon.com/docs/introduction/plans).`,
    fix: `${fix}, or name the plan you have under neon.plan`,
  });
}
