import { z } from "zod";
import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import type { Problem } from "../../problem/problem.ts";
import { neonComputeProblem } from "../../vendors/neon/compute.ts";

/** Inputs of whatever has a compute. None is sent unless it is declared: what a plan allows differs. */
export const computeInputs = {
  minCu: z.number().optional().describe("Smallest compute in CU, from 0.25. Default: Neon's."),
  maxCu: z.number().optional().describe("Largest compute in CU. Default: Neon's. Plans have different ceilings."),
  suspendTimeoutSeconds: z
    .int()
    .optional()
    .describe(
      "Idle seconds until the compute stops: 60 to 604800, -1 never, 0 the plan's default. Default: left out, as Free needs it.",
    ),
};

export type Compute = z.infer<z.ZodObject<typeof computeInputs>>;

export const computeNames = ["minCu", "maxCu", "suspendTimeoutSeconds"] as const;

export function checkCompute(compute: Compute): Problem[] {
  const found = neonComputeProblem(compute);
  return found ? [found.problem.at({ path: [found.property] })] : [];
}

export function toCompute(endpoint: NeonEndpoint): Required<Compute> {
  return {
    minCu: endpoint.autoscaling_limit_min_cu,
    maxCu: endpoint.autoscaling_limit_max_cu,
    suspendTimeoutSeconds: endpoint.suspend_timeout_seconds,
  };
}

/** The declared part in Neon's words. */
export function toEndpointSettings({ minCu, maxCu, suspendTimeoutSeconds }: Compute) {
  return {
    ...(minCu !== undefined && { autoscaling_limit_min_cu: minCu }),
    ...(maxCu !== undefined && { autoscaling_limit_max_cu: maxCu }),
    ...(suspendTimeoutSeconds !== undefined && { suspend_timeout_seconds: suspendTimeoutSeconds }),
  };
}
