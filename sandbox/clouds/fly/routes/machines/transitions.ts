import type { FlyOperation, FlyRequest, Machine, MachineState } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { findMachine } from "../../store.ts";
import { checkLease } from "./leases.ts";
import { enterState } from "./machine.ts";

const path = "/v1/apps/:app/machines/:machine";

export const transitions: FlyOperation[] = [
  { name: "fly.startMachine", method: "POST", path: `${path}/start`, handle: startMachine },
  { name: "fly.stopMachine", method: "POST", path: `${path}/stop`, handle: stopMachine },
  { name: "fly.suspendMachine", method: "POST", path: `${path}/suspend`, handle: suspendMachine },
  { name: "fly.restartMachine", method: "POST", path: `${path}/restart`, handle: restartMachine },
  { name: "fly.cordonMachine", method: "POST", path: `${path}/cordon`, handle: (request) => cordon(request, true) },
  {
    name: "fly.uncordonMachine",
    method: "POST",
    path: `${path}/uncordon`,
    handle: (request) => cordon(request, false),
  },
];

function startMachine(request: FlyRequest) {
  const machine = findOwnMachine(request);
  const previous = machine.state;
  if (previous === "replacing") refuse("machine getting replaced, refusing to start");
  const canStart = machine.ahead.length === 0 && previous !== "destroyed";
  if (!canStart) refuse(`unable to start machine from current state: '${previous}'`);
  if (previous !== "started") enterState(request, machine, "start", "starting", "started");
  return { status: 200, body: { previous_state: previous, migrated: false, new_host: "" } };
}

function stopMachine(request: FlyRequest) {
  return change(request, "stop", ["created", "starting", "started", "stopping", "stopped"], "stopping", "stopped");
}

function suspendMachine(request: FlyRequest) {
  return change(request, "suspend", ["started", "suspending", "suspended"], "suspending", "suspended");
}

/** Starts the same version again: config and secrets stay those of the last create or update. */
function restartMachine(request: FlyRequest) {
  return change(request, "restart", ["started", "stopped", "suspended"], "restarting", "started");
}

/** Takes the machine through one passing state to a lasting one; a machine that is there already stays. */
function change(request: FlyRequest, verb: string, from: MachineState[], passing: MachineState, lasting: MachineState) {
  const machine = findOwnMachine(request);
  if (!from.includes(machine.state)) refuse(`unable to ${verb} machine from current state: '${machine.state}'`);
  const isThere = machine.state === passing || (machine.state === lasting && verb !== "restart");
  if (!isThere) enterState(request, machine, verb, passing, lasting);
  return { status: 200, body: { ok: true } };
}

/** A cordoned machine gets no traffic from Fly's proxy. */
function cordon(request: FlyRequest, isCordoned: boolean) {
  findOwnMachine(request).isCordoned = isCordoned;
  return { status: 200, body: { ok: true } };
}

function findOwnMachine(request: FlyRequest): Machine {
  const { machine } = findMachine(request);
  checkLease(request, machine);
  return machine;
}

function refuse(why: string): never {
  throw new Refusal(412, `failed_precondition: ${why}`);
}
