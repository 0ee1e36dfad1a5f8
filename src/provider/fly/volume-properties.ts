import { z } from "zod";
import type { FlyVolume, FlyVolumeSettings } from "../../clouds/fly/volumes.ts";
import type { Problem } from "../../problem/problem.ts";
import { FLY_SNAPSHOT_DAYS, flyVolumeShrinkProblem } from "../../vendors/fly/volume.ts";
import { flyVolumeNameProblem } from "../../vendors/fly/volume-name.ts";

export const volumeInputs = z.object({
  app: z.string().describe("Name of the app that mounts it. Cannot be changed."),
  name: z
    .string()
    .describe(
      "Name by which the app mounts it, `source` in fly.toml: a-z, 0-9, underscore. Several may have the same. Cannot be changed.",
    ),
  region: z.string().min(1).describe("Region code, such as `iad`. Cannot be changed."),
  slot: z
    .int()
    .min(1)
    .default(1)
    .describe("Which of the app's volumes of this name in this region it is, from 1 on without a gap. Default 1."),
  size: z.int().min(1).describe("Size in GB. It is extended in place, and never becomes smaller."),
  snapshots: z
    .union([z.int().min(FLY_SNAPSHOT_DAYS.least).max(FLY_SNAPSHOT_DAYS.most), z.literal(false)])
    .default(FLY_SNAPSHOT_DAYS.default)
    .describe(
      "Days that each daily snapshot is kept, 1 to 60, or false for no snapshots. Default 5. Those that exist keep their days.",
    ),
});

export const volumeOutputs = z.object({
  volumeId: z.string().describe("Fly's id of the volume, `vol_…`."),
  zone: z.string().describe("Hardware in the region that it is on: each of several in another."),
  attachedTo: z.string().describe("Id of the machine that mounts it. Empty while none does."),
  host: z.string().describe("`ok`, or `unreachable` or `unknown` while Fly does not reach the host that it is on."),
});

export type VolumeInputs = z.infer<typeof volumeInputs>;
export type VolumeOutputs = z.infer<typeof volumeOutputs>;

/** `before` is what the state has, and so what there is. */
export function checkVolume(inputs: Partial<VolumeInputs>, before: Partial<VolumeInputs> | undefined): Problem[] {
  const { name, size } = inputs;
  const misnamed = name === undefined ? undefined : flyVolumeNameProblem(name);
  const shrunk =
    size !== undefined && before?.size !== undefined
      ? flyVolumeShrinkProblem(before.name ?? name ?? "", before.size, size)
      : undefined;
  return [misnamed?.at({ path: ["name"] }) ?? [], shrunk?.at({ path: ["size"] }) ?? []].flat();
}

export function toSettings({ snapshots }: Pick<VolumeInputs, "snapshots">): FlyVolumeSettings {
  return snapshots === false
    ? { auto_backup_enabled: false }
    : { auto_backup_enabled: true, snapshot_retention: snapshots };
}

/** Fly's own defaults where an answer leaves a setting out. */
export function toVolumeInputs(app: string, slot: number, volume: FlyVolume): VolumeInputs {
  const { name, region, size_gb: size, auto_backup_enabled: backup, snapshot_retention: days } = volume;
  return { app, name, region, slot, size, snapshots: backup === false ? false : (days ?? FLY_SNAPSHOT_DAYS.default) };
}

export function toVolumeOutputs({ id, zone, attached_machine_id: machine, host_status: host }: FlyVolume) {
  return { volumeId: id, zone: zone ?? "", attachedTo: machine ?? "", host: host ?? "ok" } satisfies VolumeOutputs;
}
