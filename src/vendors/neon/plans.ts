import { Problem } from "../../problem/problem.ts";

/** Seconds of history (`history_retention_seconds` in Neon's OpenAPI document). A plan's ceiling may be lower. */
export const NEON_HISTORY_SECONDS = { least: 0, most: 2_592_000 } as const;

/**
 * What a plan gives (neon.com/docs/introduction/plans, March 2026): seconds of history at most, and from which idle time on
 * a compute's sleep may be set, `never` included; `undefined` where it may not.
 */
const NEON_PLANS = {
  free: { historySeconds: 21_600, leastSuspendSeconds: undefined },
  launch: { historySeconds: 604_800, leastSuspendSeconds: 300 },
  scale: { historySeconds: 2_592_000, leastSuspendSeconds: 60 },
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

function planProblem(plan: NeonPlan, why: string, fix: string): Problem {
  return new Problem({
    code: "neon-plan",
    what: `Neon's ${plan} plan does not give this.`,
    why: `${why} (neon.com/docs/introduction/plans).`,
    fix: `${fix}, or name the plan you have under neon.plan`,
  });
}
