import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

/** One that is on its way out stays listed; fly-go leaves out those in these states (fly.io/docs/volumes/volume-states). */
const GONE: readonly string[] = [
  ...["scheduling_destroy", "pending_destroy", "destroying", "destroyed"],
  ...["fork_cleanup", "waiting_for_detach"],
];

const volume = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  size_gb: z.number(),
  region: z.string(),
  created_at: z.string(),
  /** Hardware inside the region. */
  zone: z.string().nullish(),
  /** The machine that mounts it, or that is made to. */
  attached_machine_id: z.string().nullish(),
  snapshot_retention: z.number().nullish(),
  auto_backup_enabled: z.boolean().nullish(),
  /** `ok`, `unknown` or `unreachable`. */
  host_status: z.string().nullish(),
});

export type FlyVolume = z.infer<typeof volume>;

export interface FlyVolumeSettings {
  /** Days that each daily snapshot is kept. */
  readonly snapshot_retention?: number;
  /** Whether there are daily snapshots. */
  readonly auto_backup_enabled: boolean;
}

export interface NewFlyVolume extends FlyVolumeSettings {
  readonly name: string;
  readonly region: string;
  readonly size_gb: number;
}

/** https://fly.io/docs/machines/api/volumes-resource. Names are not unique: the same request twice makes two volumes. */
export class FlyVolumes {
  constructor(private readonly http: JsonApi) {}

  /** Without those on their way out. `undefined` when there is no such app. */
  async list(app: string): Promise<readonly FlyVolume[] | undefined> {
    const answer = await this.http.requestIfPresent({
      action: `list the volumes of app "${app}"`,
      method: "GET",
      path: appPath(app, "volumes"),
      answer: z.array(volume).nullable(),
    });
    return answer === undefined ? undefined : (answer ?? []).filter(isThere);
  }

  /** `undefined` also when it is on its way out. */
  async find(app: string, id: string): Promise<FlyVolume | undefined> {
    const found = await this.http.requestIfPresent({
      action: `read volume ${id} of app "${app}"`,
      method: "GET",
      path: appPath(app, "volumes", id),
      answer: volume,
    });
    return found && isThere(found) ? found : undefined;
  }

  async create(app: string, order: NewFlyVolume): Promise<FlyVolume> {
    return this.http.request({
      action: `make volume "${order.name}" of app "${app}" in ${order.region}`,
      method: "POST",
      path: appPath(app, "volumes"),
      body: order,
      answer: volume,
    });
  }

  async update(app: string, id: string, settings: FlyVolumeSettings): Promise<void> {
    await this.http.request({
      action: `change the snapshots of volume ${id} of app "${app}"`,
      method: "PUT",
      path: appPath(app, "volumes", id),
      body: settings,
      repeatable: true,
      answer: acknowledgement,
    });
  }

  /** Answers whether its machine has to be restarted to see the new size. Only ever grows a volume. */
  async extend(app: string, id: string, sizeGb: number): Promise<boolean> {
    const { needs_restart } = await this.http.request({
      action: `extend volume ${id} of app "${app}" to ${sizeGb} GB`,
      method: "PUT",
      path: appPath(app, "volumes", id, "extend"),
      body: { size_gb: sizeGb },
      repeatable: true,
      answer: z.object({ needs_restart: z.boolean().nullish() }),
    });
    return needs_restart ?? false;
  }

  /** Refused while a machine has it. Fly keeps it for a day before it is lost (fly.io/docs/volumes/volume-states). */
  async delete(app: string, id: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `delete volume ${id} of app "${app}"`,
      method: "DELETE",
      answer: acknowledgement,
      path: appPath(app, "volumes", id),
    });
  }
}

function isThere({ state }: FlyVolume): boolean {
  return !GONE.includes(state);
}
