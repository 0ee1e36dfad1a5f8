import { Problem } from "../../problem/problem.ts";

/** Major versions of Postgres (`PgVersion` in Neon's OpenAPI document); Neon's own default is 17. */
export const NEON_POSTGRES_VERSIONS = { least: 14, most: 18, default: 17 } as const;

/** The smallest compute, in Compute Units (`ComputeUnit` in Neon's OpenAPI document). */
const SMALLEST_CU = 0.25;

/** Idle seconds after which a compute stops (`SuspendTimeoutSeconds` in Neon's OpenAPI document). */
const SUSPEND_SECONDS = { never: -1, planDefault: 0, least: 60, most: 604_800 } as const;

/** Sizes in Compute Units, and idle seconds until the compute stops. */
export interface NeonComputeLimits {
  readonly minCu?: number | undefined;
  readonly maxCu?: number | undefined;
  readonly suspendTimeoutSeconds?: number | undefined;
}

/** Why a compute cannot be like this, and which of its properties is to blame. */
export function neonComputeProblem(
  compute: NeonComputeLimits,
): { readonly property: keyof NeonComputeLimits; readonly problem: Problem } | undefined {
  const { minCu, maxCu, suspendTimeoutSeconds: seconds } = compute;
  const refused = (property: keyof NeonComputeLimits, what: string, fix: string) => ({
    property,
    problem: new Problem({ code: "neon-compute", what, fix }),
  });
  for (const property of ["minCu", "maxCu"] as const) {
    const size = compute[property];
    if (size === undefined || size >= SMALLEST_CU) continue;
    const fix = `write ${SMALLEST_CU}; suspendTimeoutSeconds is what stops an idle compute`;
    return refused(property, `Neon's smallest compute has ${SMALLEST_CU} CU, not ${size}.`, fix);
  }
  if (minCu !== undefined && maxCu !== undefined && minCu > maxCu) {
    const what = `A smallest compute of ${minCu} CU is larger than the largest, ${maxCu} CU.`;
    return refused("minCu", what, `write ${maxCu} or less`);
  }
  const { never, planDefault, least, most } = SUSPEND_SECONDS;
  if (seconds === undefined || seconds === never || seconds === planDefault) return undefined;
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return undefined;
  return refused(
    "suspendTimeoutSeconds",
    `Neon stops an idle compute after ${least} to ${most} seconds, ${never} for never, ${planDefault} for the plan's default, not ${seconds}.`,
    `write ${seconds > most ? most : least}, or leave it out for the plan's default`,
  );
}
