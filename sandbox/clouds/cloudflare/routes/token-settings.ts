import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import type { Ids } from "../../core/ids.ts";
import type { Token } from "../entities.ts";
import { refuse } from "../envelope.ts";

const policy = z.object({
  effect: z.enum(["allow", "deny"]),
  permission_groups: z.array(z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) })).min(1),
  resources: z
    .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
    .refine((resources) => Object.keys(resources).length > 0),
});
const tokenSettings = z.object({
  name: z.string().min(1).max(120),
  policies: z.array(policy).min(1),
  expires_on: z.iso.datetime({ offset: true }).optional(),
  not_before: z.iso.datetime({ offset: true }).optional(),
  condition: z
    .object({ request_ip: z.partialRecord(z.enum(["in", "not_in"]), z.array(z.string())).optional() })
    .optional(),
  status: z.enum(["active", "disabled", "expired"]).optional(),
});

/** Newer account tokens start so; a length is not promised (Cloudflare docs, Account API tokens). */
export function mintValue(owner: string, ids: Ids): string {
  return (owner === "user" ? "" : "cfat_") + ids.hex("token value", 40);
}

/** Answers what is wrong with the body of a create or update call, if anything. */
export function checkSettings(body: unknown): CloudResponse | undefined {
  const settings = tokenSettings.safeParse(body);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    return refuse(400, 1001, `Invalid token: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const isWholesale = settings.data.policies.some(({ resources }) => "com.cloudflare.edge.r2.bucket.*" in resources);
  // All buckets are written as an object under the account (R2 docs, Authentication).
  return isWholesale ? refuse(403, 9109, "Unauthorized to access requested resource") : undefined;
}

/**
 * Takes over what the caller set and drops what was not sent again. Kept as it came: the provider compares the JSON text
 * of `resources`, key order included, with its own.
 */
export function changeSettings(token: Token, body: unknown, ids: Ids): void {
  const { status, policies, ...rest } = body as JsonObject & { policies: JsonObject[]; status?: Token["status"] };
  const others = Object.entries(rest).filter(([key]) => key in tokenSettings.shape);
  const withIds = policies.map((policy) => ({ id: ids.hex("policy", 32), ...policy }));
  token.settings = { ...Object.fromEntries(others), policies: withIds };
  if (status) token.status = status;
}

/** The token as the API answers it, without its value. One that has expired says so. */
export function describeToken(token: Token, clock: Clock): JsonObject & { id: string; status: string } {
  const { id, settings, status, issued_on, modified_on } = token;
  const { expires_on } = settings;
  const isOver = typeof expires_on === "string" && Date.parse(expires_on) <= clock.epochMs();
  return { id, ...settings, status: isOver ? "expired" : status, issued_on, modified_on };
}
