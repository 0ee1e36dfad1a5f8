import type { PlanName } from "./entities.ts";

/** What a plan allows. Source: neon.com/docs/introduction/plans and /docs/reference/limits. */
export interface Plan {
  readonly projects: number;
  readonly branches: number;
  readonly rootBranches: number;
  readonly protectedBranches: number;
  readonly historyRetentionSeconds: number;
  /** The largest size autoscaling may reach, in compute units. */
  readonly autoscalingCu: number;
  /** The largest size when minimum and maximum are equal, in compute units. */
  readonly fixedCu: number;
  /** The shortest explicit suspend timeout; `undefined` when the plan allows none. */
  readonly suspendFloorSeconds: number | undefined;
  readonly branchSizeMiB: number;
}

const plans: Readonly<Record<PlanName, Plan>> = {
  free: {
    projects: 100,
    branches: 10,
    rootBranches: 3,
    protectedBranches: 0,
    historyRetentionSeconds: 21_600,
    autoscalingCu: 2,
    fixedCu: 2,
    suspendFloorSeconds: undefined,
    branchSizeMiB: 512,
  },
  launch: {
    projects: 100,
    branches: 5000,
    rootBranches: 5,
    protectedBranches: 2,
    historyRetentionSeconds: 604_800,
    autoscalingCu: 16,
    fixedCu: 16,
    suspendFloorSeconds: 300,
    // guess: the size limit of a branch on a paid plan
    branchSizeMiB: 16 * 1024 * 1024,
  },
  scale: {
    projects: 1000,
    branches: 5000,
    rootBranches: 25,
    protectedBranches: 5,
    historyRetentionSeconds: 2_592_000,
    autoscalingCu: 16,
    fixedCu: 56,
    suspendFloorSeconds: 60,
    // guess: as above
    branchSizeMiB: 16 * 1024 * 1024,
  },
};

export function planOf(state: { readonly plan: PlanName }): Plan {
  return plans[state.plan];
}
