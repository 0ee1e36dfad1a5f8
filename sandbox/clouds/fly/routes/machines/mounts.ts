import type { App, Machine, MachineConfig, Volume } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { lookUp, volumesOf } from "../../store.ts";

/** The machine that has a volume: it keeps it until it is destroyed. */
export function findMounting(app: App, volume: Volume): Machine | undefined {
  return Object.values(app.machines).find(
    ({ state, config }) => state !== "destroyed" && config.mounts?.some((mount) => mount.volume === volume.id),
  );
}

/**
 * The config of a new machine with the ids of the volumes that it mounts. A mount may name a volume instead: that is one of the
 * name in the region that no machine has (flyctl machine run, `--volume <id or name>`). Refuses what cannot be mounted.
 */
export function mountVolumes(app: App, region: string, config: MachineConfig): MachineConfig {
  if (!config.mounts?.length) return config;
  if (config.mounts.length > 1) throw new Refusal(400, "invalid_argument: only one mount is supported");
  return { ...config, mounts: config.mounts.map((mount) => ({ ...mount, ...pickVolume(app, region, mount.volume) })) };
}

/** A machine keeps the volumes it was made with. */
export function keepMounts(before: MachineConfig, config: MachineConfig): void {
  const volumesOf = ({ mounts }: MachineConfig) => (mounts ?? []).map(({ volume }) => volume).join();
  if (volumesOf(before) !== volumesOf(config))
    throw new Refusal(400, "invalid_argument: the volume of a machine cannot be changed");
}

function pickVolume(app: App, region: string, idOrName: string | undefined) {
  const live = Object.values(volumesOf(app)).filter(({ state }) => state === "created");
  const isFree = (volume: Volume) => volume.region === region && findMounting(app, volume) === undefined;
  const byId = lookUp(volumesOf(app), idOrName);
  const volume = byId?.state === "created" ? byId : live.find((one) => one.name === idOrName && isFree(one));
  if (!volume) throw new Refusal(404, "volume not found");
  if (volume.region !== region)
    throw new Refusal(400, `invalid_argument: volume ${volume.id} is in region ${volume.region}, not in ${region}`);
  if (!isFree(volume))
    throw new Refusal(412, `failed_precondition: volume ${volume.id} is attached to another machine`);
  return { volume: volume.id, name: volume.name, size_gb: volume.sizeGb, encrypted: volume.encrypted };
}
