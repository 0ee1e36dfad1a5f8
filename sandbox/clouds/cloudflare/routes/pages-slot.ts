import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Json, JsonObject } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import type { Slot } from "../entities.ts";

export const slotNames = ["preview", "production"] as const;

/** The maps of a slot that a PATCH merges per key (npm cloudflare, ProjectEditParams.DeploymentConfigs). */
const bindingMaps: readonly string[] = [
  "ai_bindings",
  "analytics_engine_datasets",
  "browsers",
  "d1_databases",
  "durable_object_namespaces",
  "hyperdrive_bindings",
  "kv_namespaces",
  "mtls_certificates",
  "queue_producers",
  "r2_buckets",
  "services",
  "vectorize_bindings",
];

const jsonMap = z.record(z.string(), z.json()).nullable();
const changedEnvVar = z
  .object({ type: z.enum(["plain_text", "secret_text"]).optional(), value: z.string() })
  .nullable();

export function emptySlot(clock: Clock): Slot {
  return {
    settings: {
      always_use_latest_compatibility_date: false,
      build_image_major_version: 3,
      compatibility_date: clock.iso().slice(0, 10),
      compatibility_flags: [],
      fail_open: true,
      usage_model: "standard",
    },
    bindings: {},
    envVars: {},
  };
}

/**
 * The slot after a PATCH: maps are merged per key, `null` takes a key away, what is not named stays (Cloudflare API docs, Update
 * project). `wrangler_config_hash` is cleared by any change that does not repeat it (workers-sdk, `pages secret put`).
 */
export function mergeSlot(slot: Slot, change: { [key: string]: unknown }): { slot: Slot } | { problem: string } {
  const next = structuredClone(slot);
  if (Object.keys(change).length > 0) delete next.settings["wrangler_config_hash"];
  for (const [key, value] of Object.entries(change)) {
    if (key === "env_vars") {
      const problem = mergeEnvVars(next.envVars, value);
      if (problem) return { problem };
    } else if (bindingMaps.includes(key)) {
      const map = jsonMap.safeParse(value);
      if (!map.success) return { problem: `${key} is not a map` };
      next.bindings[key] = mergeKeys(map.data === null ? {} : (next.bindings[key] ?? {}), map.data ?? {});
    } else {
      next.settings = mergeKeys(next.settings, { [key]: value as Json });
    }
  }
  return { slot: next };
}

/** Answers what is wrong with the change, or makes it. */
function mergeEnvVars(envVars: Slot["envVars"], change: unknown): string | undefined {
  const map = z.record(z.string(), changedEnvVar).nullable().safeParse(change);
  if (!map.success) return "env_vars has an entry without a text value";
  for (const [name, entry] of Object.entries(map.data ?? {})) {
    // No public source says which type the live API takes for an entry without one. A secret stays a secret here.
    const type = entry?.type ?? envVars[name]?.type;
    if (entry === null) delete envVars[name];
    else if (type === undefined) return `env_vars.${name} is new and has no type`;
    else envVars[name] = type === "plain_text" ? { type, value: entry.value } : { type, sha256: digest(entry.value) };
  }
  return undefined;
}

function mergeKeys(map: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...map, ...change }).filter(([, value]) => value !== null));
}

export function describeSlot({ settings, bindings, envVars }: Slot): JsonObject {
  const used = Object.entries(bindings).filter(([, map]) => Object.keys(map).length > 0);
  return { ...settings, ...Object.fromEntries(used), env_vars: describeEnvVars(envVars) };
}

/** `null` when there are none; a secret comes back without its value. */
export function describeEnvVars(envVars: Slot["envVars"]): JsonObject | null {
  const entries = Object.entries(envVars).map(([name, variable]) => {
    return [name, variable.type === "plain_text" ? variable : { type: variable.type, value: "" }] as const;
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
