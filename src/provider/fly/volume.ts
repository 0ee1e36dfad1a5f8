import { defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import type { Clouds } from "../clouds.ts";
import { keeping } from "../keeping.ts";
import { requireShown } from "./presence.ts";
import { createVolume, findAlike } from "./volume-creation.ts";
import { deleteVolume, describeVolume } from "./volume-deletion.ts";
import { formatVolumeId, parseVolumeId } from "./volume-id.ts";
import { checkVolume, toVolumeInputs, toVolumeOutputs, volumeInputs, volumeOutputs } from "./volume-properties.ts";
import { VolumeRun } from "./volume-run.ts";
import { convergeVolume } from "./volume-update.ts";

/**
 * A volume of a Fly app: a disk in one region that one machine mounts. Its id is `<app>/<volume id>`; an import takes
 * `<app>/<volume id>?slot=<n>` too. Declare the slots of one name and region one after the other (`dependsOn`).
 */
export const volumeDefinition = defineResource<Clouds>()({
  token: "parity:fly:Volume",
  description: "A volume of a Fly app: a disk in one region, which one machine mounts.",
  inputs: volumeInputs,
  outputs: volumeOutputs,
  replaceOn: ["app", "name", "region"],
  stateful: "The data on it goes with it.",
  recovery:
    "Fly keeps a deleted volume for a day, and its snapshots for their days: https://fly.io/docs/volumes/volume-manage",
  neverReplaced: {
    why: "Fly fixes it when the volume is made, and a new one would start without this one's data.",
    fix:
      "declare a second volume beside this one, copy the data over or restore a snapshot into it, let the app mount that one, " +
      "then remove this one",
  },
  check: checkVolume,
  health: ({ properties: { app = "", volumeId = "", host } }) =>
    host === undefined || host === "ok"
      ? []
      : [
          {
            condition: `host ${host}`,
            what: `Fly does not reach the host that it is on: it calls it ${host}.`,
            cure: {
              fix: "see https://status.flyio.net; where the host stays away, restore the newest snapshot into a new volume",
              commands: [line`fly volumes snapshots list ${volumeId} -a ${app}`],
            },
          },
        ],

  async find({ clouds, inputs: { app, name, region, slot = 1 } }) {
    if (app === undefined || name === undefined || region === undefined) return undefined;
    const alike = await findAlike(await clouds.fly(), { app, name, region });
    return alike.map(({ id }) => formatVolumeId({ app, volumeId: id, slot }));
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const made = await createVolume(fly, inputs, context);
    const id = formatVolumeId({ app: inputs.app, volumeId: made.id, slot: 1 });
    return keeping({ id, inputs, outputs: { volumeId: made.id } }, async () => {
      const write = { ...describeVolume(inputs.app, made.id), signal: context.signal };
      const shown = await requireShown(write, () => fly.volumes.find(inputs.app, made.id));
      return { id, inputs, outputs: toVolumeOutputs(shown) };
    });
  },

  async read({ clouds, id, known }) {
    const fly = await clouds.fly();
    const { app, volumeId, slot } = parseVolumeId(id);
    const volume = await fly.volumes.find(app, volumeId);
    if (!volume) return undefined;
    VolumeRun.of(fly).keep(volumeId);
    return {
      id: formatVolumeId({ app, volumeId, slot: 1 }),
      inputs: toVolumeInputs(app, known?.inputs.slot ?? slot, volume),
      outputs: toVolumeOutputs(volume),
    };
  },

  async update({ clouds, id, inputs, context }) {
    return toVolumeOutputs(await convergeVolume(await clouds.fly(), parseVolumeId(id).volumeId, inputs, context));
  },

  async delete({ clouds, id, context: { signal } }) {
    const fly = await clouds.fly();
    const { app, volumeId } = parseVolumeId(id);
    await deleteVolume(fly, { app, volumeId }, signal);
  },
});
