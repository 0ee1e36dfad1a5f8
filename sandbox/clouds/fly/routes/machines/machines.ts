import { z } from "zod";
import type { App, FlyOperation, FlyRequest, Machine, MachineState } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { findLiveApp, findMachine } from "../../store.ts";
import { NEAREST_REGION, REGIONS } from "../regions.ts";
import { requireSecretsVersion } from "../secrets.ts";
import { describeChecks, describeImage, machineConfig, normalizeConfig } from "./config.ts";
import { checkLease, takeLease } from "./leases.ts";
import { advance, enterState, makeUlid } from "./machine.ts";
import { keepMounts, mountVolumes } from "./mounts.ts";

const machineBody = z.object({
  name: z.string().optional(),
  region: z.string().optional(),
  config: machineConfig,
  skip_launch: z.boolean().optional(),
  skip_secrets: z.boolean().optional(),
  min_secrets_version: z.number().optional(),
  lease_ttl: z.number().optional(),
  current_version: z.string().optional(),
});
type MachineBody = z.infer<typeof machineBody>;

const RUNNING: readonly MachineState[] = ["created", "starting", "started", "replacing", "restarting"];

export const machines: FlyOperation[] = [
  { name: "fly.listMachines", method: "GET", path: "/v1/apps/:app/machines", handle: listMachines },
  { name: "fly.createMachine", method: "POST", path: "/v1/apps/:app/machines", handle: createMachine },
  { name: "fly.readMachine", method: "GET", path: "/v1/apps/:app/machines/:machine", handle: readMachine },
  { name: "fly.updateMachine", method: "POST", path: "/v1/apps/:app/machines/:machine", handle: updateMachine },
  { name: "fly.deleteMachine", method: "DELETE", path: "/v1/apps/:app/machines/:machine", handle: deleteMachine },
];

function createMachine(request: FlyRequest) {
  const { ids, clock } = request;
  const app = findLiveApp(request);
  const body = readBody(request, machineBody);
  const name = body.name ?? ids.slug("machine-name", 10);
  const region = body.region ?? NEAREST_REGION;
  if (!REGIONS.some(({ code }) => code === region))
    throw new Refusal(400, `invalid_argument: unknown region "${region}"`);
  const twin = Object.values(app.machines).find((one) => one.name === name && one.state !== "destroyed");
  if (twin) {
    const clash = `machine ID ${twin.id} already exists with name "${name}"`;
    throw new Refusal(409, `already_exists: unique machine name violation, ${clash}`);
  }
  const machine: Machine = {
    id: ids.hex("machine", 14),
    name,
    region,
    privateIp: `fdaa:0:1:a7b:1::${ids.number("machine-ip", 2).toString(16)}`,
    createdAt: clock.iso(),
    updatedAt: clock.iso(),
    instanceId: makeUlid(ids.hex("instance", 22)),
    config: mountVolumes(app, region, normalizeConfig(body.config)),
    state: "created",
    ahead: [],
    secretsVersion: pickSecretsVersion(app, body),
    isCordoned: false,
    events: [],
  };
  app.machines[machine.id] = machine;
  enterState(request, machine, "launch", "created", ...(body.skip_launch ? [] : (["starting", "started"] as const)));
  return { status: 200, body: describeMachine(machine, leaseNonce(request, machine, body)) };
}

/** Replaces the whole config. Name and region cannot be changed: other ones are ignored in silence. */
function updateMachine(request: FlyRequest) {
  const { app, machine } = findMachine(request);
  checkLease(request, machine);
  const body = readBody(request, machineBody);
  if (body.current_version !== undefined && body.current_version !== machine.instanceId)
    throw new Refusal(409, "aborted: machine update failed due to concurrent update");
  const config = normalizeConfig(body.config);
  keepMounts(machine.config, config);
  const secretsVersion = pickSecretsVersion(app, body);
  Object.assign(machine, { config, secretsVersion });
  machine.instanceId = makeUlid(request.ids.hex("instance", 22));
  machine.updatedAt = request.clock.iso();
  enterState(
    request,
    machine,
    "update",
    "replacing",
    ...(body.skip_launch ? (["stopped"] as const) : (["starting", "started"] as const)),
  );
  return { status: 200, body: describeMachine(machine, leaseNonce(request, machine, body)) };
}

function readMachine(request: FlyRequest) {
  const { app, machine } = findMachine(request);
  if (!advance(request, machine) && machine.state === "destroyed") {
    delete app.machines[machine.id];
    throw new Refusal(404, "machine not found");
  }
  return { status: 200, body: describeMachine(machine) };
}

function listMachines(request: FlyRequest) {
  const { query } = request;
  const found = Object.values(findLiveApp(request).machines);
  for (const machine of found) advance(request, machine);
  const states = query.get("state")?.split(",");
  const desired = found.filter(
    ({ state, region, config }) =>
      (states ? states.includes(state) : state !== "destroyed" || query.get("include_deleted") === "true") &&
      (query.get("region") ?? region) === region &&
      [...query].every(([key, value]) => !key.startsWith("metadata.") || config.metadata?.[key.slice(9)] === value),
  );
  return { status: 200, body: desired.map((machine) => describeMachine(machine)) };
}

function deleteMachine(request: FlyRequest) {
  const { machine } = findMachine(request);
  checkLease(request, machine);
  // The docs say force, fly-go sends kill.
  const isForced = request.query.get("force") === "true" || request.query.get("kill") === "true";
  if (!isForced && RUNNING.includes(machine.state))
    throw new Refusal(412, "failed_precondition: unable to destroy machine, not currently stopped");
  if (machine.state !== "destroyed") enterState(request, machine, "destroy", "destroying", "destroyed");
  return { status: 200, body: { ok: true } };
}

function pickSecretsVersion(app: App, body: MachineBody): number | null {
  requireSecretsVersion(app, body.min_secrets_version ?? 0);
  return body.skip_secrets ? null : app.secrets.version;
}

function leaseNonce(request: FlyRequest, machine: Machine, { lease_ttl }: MachineBody): string | undefined {
  return lease_ttl === undefined ? undefined : takeLease(request, machine, lease_ttl, "").nonce;
}

/** `nonce` goes only with the lease that a create or update asked for. */
function describeMachine(machine: Machine, nonce?: string) {
  const { config, instanceId, state } = machine;
  return {
    id: machine.id,
    name: machine.name,
    state,
    region: machine.region,
    instance_id: instanceId,
    version: instanceId,
    private_ip: machine.privateIp,
    config,
    incomplete_config: null,
    image_ref: describeImage(config.image),
    created_at: machine.createdAt,
    updated_at: machine.updatedAt,
    events: machine.events,
    checks: describeChecks(config, state === "started", machine.updatedAt),
    host_status: "ok",
    cordoned: machine.isCordoned,
    ...(nonce !== undefined && { nonce }),
  };
}
