import { z } from "zod";
import type { Json } from "./wire.ts";

const permissionGroup = z.object({ id: z.string() });

/** `resources` is JSON text, as `JSON.stringify` writes it. */
export const policy = z.object({
  effect: z.enum(["allow", "deny"]),
  permissionGroups: z.array(permissionGroup),
  resources: z.string().refine((text) => isJsonObject(text), {
    error: 'is not the JSON text of an object, such as JSON.stringify({ "com.cloudflare.edge.r2.bucket.…": "*" }).',
  }),
});
export type Policy = z.infer<typeof policy>;

export const livePolicy = z.object({
  effect: policy.shape.effect,
  permission_groups: z.array(permissionGroup),
  resources: z.record(z.string(), z.json()),
});

/** The policies as the API takes them. */
export function toPolicies(policies: readonly Policy[]): Json[] {
  return policies.map(({ effect, permissionGroups, resources }) => ({
    effect,
    permission_groups: permissionGroups.map(({ id }) => ({ id })),
    resources: JSON.parse(resources) as Json,
  }));
}

/**
 * The policies of an answer, in the order of `known`: Cloudflare may turn them and their groups around, and the provider
 * puts them back. `resources` is compared as text, so the order of its keys counts.
 */
export function fromPolicies(live: readonly z.infer<typeof livePolicy>[], known: readonly Policy[]): Policy[] {
  const policies = live.map(({ effect, permission_groups, resources }) => ({
    effect,
    permissionGroups: permission_groups.map(({ id }) => ({ id })),
    resources: JSON.stringify(resources),
  }));
  const keys = known.map(keyOf);
  const rank = (policy: Policy) => {
    const at = keys.indexOf(keyOf(policy));
    return at < 0 ? keys.length : at;
  };
  return policies
    .sort((a, b) => rank(a) - rank(b))
    .map((policy) => ({
      ...policy,
      permissionGroups: known[rank(policy)]?.permissionGroups ?? policy.permissionGroups,
    }));
}

/** The same for policies that differ in nothing but the order of their permission groups. */
function keyOf({ effect, permissionGroups, resources }: Policy): string {
  return JSON.stringify([effect, permissionGroups.map(({ id }) => id).sort(), resources]);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
