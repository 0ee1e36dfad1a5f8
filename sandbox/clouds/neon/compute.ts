import { z } from "zod";
import type { Branch, DefaultEndpointSettings, Endpoint, NeonRequest, ProjectState } from "./entities.ts";
import { Refusal } from "./errors.ts";
import { makeEndpointId } from "./identifiers.ts";
import type { Plan } from "./plan.ts";

const textMap = z.record(z.string(), z.string());

/** What may be said about a compute's size and configuration, at creation and later. */
export const computeOptions = z.object({
  autoscaling_limit_min_cu: z.number().min(0.25).exactOptional(),
  autoscaling_limit_max_cu: z.number().min(0.25).exactOptional(),
  suspend_timeout_seconds: z.int().min(-1).max(604_800).exactOptional(),
  settings: z
    .object({ pg_settings: textMap.exactOptional(), preload_libraries: z.json().exactOptional() })
    .exactOptional(),
  provisioner: z.string().exactOptional(),
});

export const newComputeOptions = computeOptions.extend({
  type: z.enum(["read_write", "read_only"]),
  disabled: z.boolean().exactOptional(),
  name: z.string().min(1).max(64).exactOptional(),
});

export const defaultComputeOptions = computeOptions
  .omit({ settings: true, provisioner: true })
  .extend({ pg_settings: textMap.exactOptional() });

type ComputeOptions = z.infer<typeof computeOptions>;

/** Throws when the options are not for this plan. `current` fills in the limit that is not given. */
export function checkCompute(plan: Plan, options: ComputeOptions, current: DefaultEndpointSettings | Endpoint): void {
  const floor = plan.suspendFloorSeconds ?? Number.POSITIVE_INFINITY;
  const suspend = options.suspend_timeout_seconds ?? 0;
  const never = suspend === -1 && plan.suspendFloorSeconds !== undefined;
  if (suspend !== 0 && !never && suspend < floor) {
    throw new Refusal(412, "suspend interval is too short for your plan");
  }
  if (options.settings && !options.settings.pg_settings) throw new Refusal(400, "settings must not be nil");
  const min = options.autoscaling_limit_min_cu ?? current.autoscaling_limit_min_cu;
  const max = options.autoscaling_limit_max_cu ?? Math.max(min, current.autoscaling_limit_max_cu);
  // guess: the statuses and texts of both refusals
  if (min > max) throw new Refusal(422, "autoscaling_limit_min_cu is above autoscaling_limit_max_cu");
  if (max > (min === max ? plan.fixedCu : plan.autoscalingCu)) {
    throw new Refusal(422, `autoscaling limit exceeds the plan's maximum; max:"${plan.autoscalingCu}"`);
  }
}

/** Throws when a branch would have two read_write endpoints: `current` and `added`. */
export function checkSinglePrimary(current: readonly Endpoint[], added: readonly { readonly type: string }[]): void {
  const primaries = [...current, ...added].filter(({ type }) => type === "read_write").length;
  if (primaries > 1) throw new Refusal(409, "read_write endpoint already exists");
}

/** Adds an endpoint that has yet to start. The options have been checked. */
export function createEndpoint(
  held: ProjectState,
  branch: Branch,
  { clock, ids }: NeonRequest,
  options: z.infer<typeof newComputeOptions>,
): Endpoint {
  const { project } = held;
  const defaults = project.default_endpoint_settings;
  const min = options.autoscaling_limit_min_cu ?? defaults.autoscaling_limit_min_cu;
  const id = makeEndpointId(ids);
  const endpoint: Endpoint = {
    id,
    host: `${id}.${project.proxy_host}`,
    ...(options.name !== undefined && { name: options.name }),
    project_id: project.id,
    branch_id: branch.id,
    region_id: project.region_id,
    type: options.type,
    autoscaling_limit_min_cu: min,
    autoscaling_limit_max_cu: options.autoscaling_limit_max_cu ?? Math.max(min, defaults.autoscaling_limit_max_cu),
    suspend_timeout_seconds: options.suspend_timeout_seconds ?? defaults.suspend_timeout_seconds,
    settings: options.settings ?? (defaults.pg_settings ? { pg_settings: defaults.pg_settings } : {}),
    disabled: options.disabled ?? false,
    current_state: "init",
    pending_state: "active",
    pooler_enabled: false,
    pooler_mode: "transaction",
    passwordless_access: true,
    proxy_host: project.proxy_host,
    provisioner: options.provisioner ?? project.provisioner,
    creation_source: "console",
    created_at: clock.iso(),
    updated_at: clock.iso(),
  };
  held.endpoints.push(endpoint);
  return endpoint;
}
