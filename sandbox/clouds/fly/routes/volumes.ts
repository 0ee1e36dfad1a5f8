import { z } from "zod";
import type { App, FlyOperation, FlyRequest, Volume } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, lookUp, volumesOf } from "../store.ts";
import { findMounting } from "./machines/mounts.ts";
import { NEAREST_REGION, REGIONS } from "./regions.ts";

const days = z.number().int().min(1).max(60);
const createBody = z.object({
  name: z.string(),
  region: z.string().optional(),
  size_gb: z.number().int().positive().optional(),
  encrypted: z.boolean().optional(),
  fstype: z.enum(["ext4", "raw"]).optional(),
  snapshot_retention: days.optional(),
  auto_backup_enabled: z.boolean().optional(),
  require_unique_zone: z.boolean().optional(),
  unique_zone_app_wide: z.boolean().optional(),
  compute: z.looseObject({}).optional(),
});
const updateBody = z.object({ snapshot_retention: days.optional(), auto_backup_enabled: z.boolean().optional() });
const extendBody = z.object({ size_gb: z.number().int() });

const all = "/v1/apps/:app/volumes";
const one = `${all}/:volume`;

export const volumes: FlyOperation[] = [
  {
    name: "fly.listVolumes",
    method: "GET",
    path: all,
    handle: (request) => {
      const app = findLiveApp(request);
      return { status: 200, body: Object.values(volumesOf(app)).map((volume) => describeVolume(app, volume)) };
    },
  },
  { name: "fly.createVolume", method: "POST", path: all, handle: createVolume },
  {
    name: "fly.readVolume",
    method: "GET",
    path: one,
    handle: (request) => {
      const { app, volume } = findVolume(request);
      return { status: 200, body: describeVolume(app, volume) };
    },
  },
  { name: "fly.updateVolume", method: "PUT", path: one, handle: updateVolume },
  { name: "fly.extendVolume", method: "PUT", path: `${one}/extend`, handle: extendVolume },
  { name: "fly.deleteVolume", method: "DELETE", path: one, handle: deleteVolume },
];

/** Names are not unique: the same order again makes another. */
function createVolume(request: FlyRequest) {
  const { ids, clock } = request;
  const app = findLiveApp(request);
  const body = readBody(request, createBody);
  const region = body.region ?? NEAREST_REGION;
  if (!/^[a-z0-9_]{1,30}$/.test(body.name))
    throw new Refusal(400, "invalid_argument: volume name may have lower-case letters, digits and underscores");
  if (!REGIONS.some(({ code }) => code === region))
    throw new Refusal(400, `invalid_argument: unknown region "${region}"`);
  const volume: Volume = {
    id: `vol_${ids.slug("volume", 16)}`,
    name: body.name,
    region,
    zone: ids.hex("volume-zone", 4),
    encrypted: body.encrypted ?? true,
    fstype: body.fstype ?? "ext4",
    createdAt: clock.iso(),
    sizeGb: body.size_gb ?? 3,
    snapshotRetention: body.snapshot_retention ?? 5,
    hasSnapshots: body.auto_backup_enabled ?? true,
    hostStatus: "ok",
    state: "created",
  };
  app.volumes = { ...volumesOf(app), [volume.id]: volume };
  return { status: 200, body: describeVolume(app, volume) };
}

function updateVolume(request: FlyRequest) {
  const { app, volume } = findLiveVolume(request);
  const { snapshot_retention, auto_backup_enabled } = readBody(request, updateBody);
  if (snapshot_retention !== undefined) volume.snapshotRetention = snapshot_retention;
  if (auto_backup_enabled !== undefined) volume.hasSnapshots = auto_backup_enabled;
  return { status: 200, body: describeVolume(app, volume) };
}

function extendVolume(request: FlyRequest) {
  const { app, volume } = findLiveVolume(request);
  const { size_gb } = readBody(request, extendBody);
  if (size_gb < volume.sizeGb) throw new Refusal(400, "invalid_argument: volume size can only be increased");
  volume.sizeGb = size_gb;
  return { status: 200, body: { volume: describeVolume(app, volume), needs_restart: false } };
}

/** It stays listed for the day in which Fly can bring it back. */
function deleteVolume(request: FlyRequest) {
  const { app, volume } = findVolume(request);
  const machine = findMounting(app, volume);
  if (machine) throw new Refusal(412, `failed_precondition: volume is currently bound to machine: ${machine.id}`);
  volume.state = "pending_destroy";
  return { status: 200, body: describeVolume(app, volume) };
}

function findVolume(request: FlyRequest): { app: App; volume: Volume } {
  const app = findLiveApp(request);
  const volume = lookUp(volumesOf(app), request.params["volume"]);
  if (!volume) throw new Refusal(404, "volume not found");
  return { app, volume };
}

function findLiveVolume(request: FlyRequest): { app: App; volume: Volume } {
  const found = findVolume(request);
  if (found.volume.state !== "created") throw new Refusal(404, "volume not found");
  return found;
}

/** Blocks are counted once the disk is in use. */
function describeVolume(app: App, volume: Volume) {
  return {
    id: volume.id,
    name: volume.name,
    state: volume.state,
    size_gb: volume.sizeGb,
    region: volume.region,
    zone: volume.zone,
    encrypted: volume.encrypted,
    attached_machine_id: findMounting(app, volume)?.id ?? null,
    attached_alloc_id: null,
    created_at: volume.createdAt,
    blocks: 0,
    block_size: 0,
    blocks_free: 0,
    blocks_avail: 0,
    fstype: volume.fstype,
    snapshot_retention: volume.snapshotRetention,
    auto_backup_enabled: volume.hasSnapshots,
    host_status: volume.hostStatus,
    type: "local",
  };
}
