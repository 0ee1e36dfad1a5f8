import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyVolume } from "../../clouds/fly/volumes.ts";
import type { Context } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { adoptionOf, existsAlready } from "../exists-already.ts";
import { toSettings, type VolumeInputs } from "./volume-properties.ts";
import { VolumeRun } from "./volume-run.ts";

/**
 * Makes a volume. Names are not unique, and there is no place for a mark: of those with the name in the region, one for each lower
 * slot is taken for this state's, and so is every one that this run has read or made. Throws a Problem when there are more.
 * When the answer is lost, the one of this size that was not there before the call, and that no machine has, is ours.
 */
export async function createVolume(fly: FlyClient, inputs: VolumeInputs, context: Context): Promise<FlyVolume> {
  const run = VolumeRun.of(fly);
  return run.inTurn(async () => {
    const before = await findAlike(fly, inputs);
    refuseStrangers(before, run, inputs, context);
    const made = await createOnce({
      create: () => fly.volumes.create(inputs.app, toOrder(inputs)),
      find: async () => {
        const now = await findAlike(fly, inputs);
        const isNew = ({ id }: FlyVolume) => !before.some((one) => one.id === id);
        return pickMade(now.filter(isNew), inputs, context);
      },
      // A list may not have yet what was made a moment ago, and each further call makes another one.
      pauseMs: (tries) => tries * 1_000,
      signal: context.signal,
    });
    run.keep(made.id);
    return made;
  });
}

/** Those of its name in its region, the oldest first. */
export async function findAlike(
  fly: FlyClient,
  { app, name, region }: Pick<VolumeInputs, "app" | "name" | "region">,
): Promise<readonly FlyVolume[]> {
  const listed = (await fly.volumes.list(app)) ?? [];
  return listed
    .filter((volume) => volume.name === name && volume.region === region)
    .sort((one, other) => one.created_at.localeCompare(other.created_at) || one.id.localeCompare(other.id));
}

function refuseStrangers(
  before: readonly FlyVolume[],
  run: VolumeRun,
  { app, name, region, slot }: VolumeInputs,
  context: Context,
): void {
  const strangers = before.filter(({ id }) => !run.has(id)).map(({ id }) => id);
  const lower = Math.max(0, slot - 1 - (before.length - strangers.length));
  if (strangers.length <= lower) return;
  throw existsAlready(
    `App "${app}" has ${before.length === 1 ? "a volume" : `${before.length} volumes`} "${name}" in ${region} already ` +
      `(${strangers.join(", ")}), and nothing proves that this stack made ${strangers.length === 1 ? "it" : "them"}.`,
    context,
    "Fly keeps no mark on a volume: one that flyctl, another stack or a killed run of this one made looks alike. " +
      "Of another slot of this stack it is known after a refresh.",
  );
}

function pickMade(fresh: readonly FlyVolume[], inputs: VolumeInputs, context: Context): FlyVolume | undefined {
  const ours = fresh.filter(({ size_gb, attached_machine_id }) => size_gb === inputs.size && !attached_machine_id);
  if (ours.length <= 1) return ours[0];
  throw new Problem({
    code: "made-twice",
    what:
      `Fly did not answer when volume "${inputs.name}" of app "${inputs.app}" was to be made, and there are ${ours.length} new ones: ` +
      `${ours.map(({ id }) => id).join(", ")}.`,
    why: "Somebody else makes volumes of this name in this moment.",
    fix: "see what there is, and take it over",
    commands: [line`fly volumes list -a ${inputs.app}`, adoptionOf(context)],
  });
}

function toOrder(inputs: VolumeInputs) {
  const { name, region, size } = inputs;
  return { name, region, size_gb: size, ...toSettings(inputs) };
}
