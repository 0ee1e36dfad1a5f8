import { type CloudError, isStatus } from "../../clouds/call/cloud-error.ts";
import { poll } from "../../clouds/call/poll.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { line } from "../../problem/command-line.ts";
import { requireGone } from "./presence.ts";

interface Place {
  readonly app: string;
  readonly volumeId: string;
}

/** A volume as errors name it, and what shows it. */
export function describeVolume(app: string, volumeId: string) {
  return { what: `volume ${volumeId} of app "${app}"`, command: line`fly volumes list -a ${app}` };
}

/** Deletes a volume, once no machine has it. Throws Fly's refusal with what to do while one has. */
export async function deleteVolume(fly: FlyClient, place: Place, signal: AbortSignal): Promise<void> {
  const { app, volumeId } = place;
  // A machine that was just destroyed has its volume for a while still.
  const tried = await poll({ deadlineMs: 60_000, signal }, () => tryToDelete(fly, place));
  if (tried?.boundBy) throw withCure(tried.refused, app, tried.boundBy);
  // Where the patience ended, Fly says why.
  if (!tried) await fly.volumes.delete(app, volumeId);
  await requireGone({ ...describeVolume(app, volumeId), signal }, () => fly.volumes.find(app, volumeId));
}

type Tried = { readonly boundBy?: undefined } | { readonly boundBy: string; readonly refused: CloudError };

/** `undefined` while the machine that has it is on its way out. */
async function tryToDelete(fly: FlyClient, { app, volumeId }: Place): Promise<Tried | undefined> {
  try {
    await fly.volumes.delete(app, volumeId);
    return {};
  } catch (refused) {
    // "failed_precondition: volume is currently bound to machine: <id>"; its status is not documented.
    if (!isStatus(refused, 400, 409, 412, 422)) throw refused;
    const boundBy = (await fly.volumes.find(app, volumeId))?.attached_machine_id;
    if (!boundBy) throw refused;
    const { state = "destroyed" } = (await fly.machines.find(app, boundBy)) ?? {};
    return state.startsWith("destroy") ? undefined : { boundBy, refused };
  }
}

function withCure(refused: CloudError, app: string, machine: string): CloudError {
  return refused.withFix(
    `machine ${machine} mounts it: take the mount out of fly.toml and deploy, or destroy that machine, then run the same command again`,
    line`fly machine status ${machine} -a ${app}`,
  );
}
