import { z } from "zod";
import type { ProjectSettings } from "./entities.ts";
import { Refusal } from "./errors.ts";

const int64 = z.int().min(0).exactOptional();

/** `ProjectSettingsData` of Neon's OpenAPI document. */
export const settingsBody = z.object({
  quota: z
    .object({
      active_time_seconds: int64,
      compute_time_seconds: int64,
      written_data_bytes: int64,
      data_transfer_bytes: int64,
      logical_size_bytes: int64,
    })
    .exactOptional(),
  allowed_ips: z
    .object({ ips: z.array(z.string()).default([]), protected_branches_only: z.boolean().default(false) })
    .exactOptional(),
  enable_logical_replication: z.boolean().exactOptional(),
  maintenance_window: z
    .object({ weekdays: z.array(z.int().min(1).max(7)), start_time: z.string(), end_time: z.string() })
    .exactOptional(),
  block_public_connections: z.boolean().exactOptional(),
  block_vpc_connections: z.boolean().exactOptional(),
  audit_log_level: z.enum(["base", "extended", "full"]).exactOptional(),
  hipaa: z.boolean().exactOptional(),
  preload_libraries: z
    .object({ use_defaults: z.boolean().exactOptional(), enabled_libraries: z.array(z.string()).exactOptional() })
    .exactOptional(),
});

/** What a project answers when nothing was asked for. */
export const defaultSettings: ProjectSettings = {
  allowed_ips: { ips: [], protected_branches_only: false },
  enable_logical_replication: false,
  block_public_connections: false,
  block_vpc_connections: false,
};

/** The settings after a create or update. Throws 400 when one of the settings that cannot be turned off would be. */
export function mergeSettings(current: ProjectSettings, asked: z.infer<typeof settingsBody>): ProjectSettings {
  // guess: the texts, and the status for hipaa
  if (current.enable_logical_replication && asked.enable_logical_replication === false) {
    throw new Refusal(400, "logical replication cannot be disabled once it has been enabled");
  }
  if (current["hipaa"] === true && asked.hipaa === false) {
    throw new Refusal(400, "HIPAA cannot be disabled once it has been enabled");
  }
  // guess: an object inside `settings` is replaced as a whole
  return { ...current, ...asked };
}
