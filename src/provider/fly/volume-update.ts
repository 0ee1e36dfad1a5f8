import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyVolume } from "../../clouds/fly/volumes.ts";
import type { Context } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import { flyVolumeShrinkProblem } from "../../vendors/fly/volume.ts";
import { requireShown } from "./presence.ts";
import { describeVolume } from "./volume-deletion.ts";
import { toSettings, toVolumeInputs, type VolumeInputs } from "./volume-properties.ts";

/** Extends the volume and changes its snapshots, where it is not as declared, and reads it back. Throws before any change when it is larger. */
export async function convergeVolume(
  fly: FlyClient,
  volumeId: string,
  inputs: VolumeInputs,
  { signal, log }: Context,
): Promise<FlyVolume> {
  const { app, name, size, snapshots } = inputs;
  const before = await fly.volumes.find(app, volumeId);
  if (!before) throw gone(app, volumeId);
  const shrunk = flyVolumeShrinkProblem(name, before.size_gb, size);
  if (shrunk) throw shrunk;
  const settingsOf = (volume: FlyVolume) => toVolumeInputs(app, inputs.slot, volume);
  if (size > before.size_gb && (await fly.volumes.extend(app, volumeId, size)) && before.attached_machine_id)
    log("info", `Machine ${before.attached_machine_id} has the ${size} GB of volume ${volumeId} once it is restarted.`);
  if (settingsOf(before).snapshots !== snapshots) await fly.volumes.update(app, volumeId, toSettings(inputs));
  const { what, command } = describeVolume(app, volumeId);
  const kept = snapshots === false ? "no snapshots" : `snapshots of ${snapshots} days`;
  return requireShown({ what: `${what} one of ${size} GB with ${kept}`, command, signal }, async () => {
    const now = await fly.volumes.find(app, volumeId);
    return now && settingsOf(now).size === size && settingsOf(now).snapshots === snapshots ? now : undefined;
  });
}

function gone(app: string, volumeId: string): Problem {
  const { what, command } = describeVolume(app, volumeId);
  return new Problem({
    code: "gone",
    what: `Fly does not have ${what} any more.`,
    fix: "see what Fly has; where it held data, restore a snapshot of it; an up with a refresh makes an empty one",
    commands: [command],
  });
}
