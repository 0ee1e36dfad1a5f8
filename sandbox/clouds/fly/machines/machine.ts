import { findLiveApp } from "../apps.ts";
import { Refusal } from "../errors.ts";
import { type App, type FlyRequest, lookUp } from "../state.ts";
import type { MachineConfig } from "./config.ts";
import type { Lease } from "./leases.ts";

/** Fly's machine states (fly.io/docs/machines/machine-states), those that come about here. */
export type MachineState =
  | "created"
  | "starting"
  | "started"
  | "stopping"
  | "stopped"
  | "suspending"
  | "suspended"
  | "restarting"
  | "replacing"
  | "destroying"
  | "destroyed";

interface MachineEvent {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly source: "user" | "flyd";
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly privateIp: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Also called its version: new at every update. */
  instanceId: string;
  config: MachineConfig;
  state: MachineState;
  /** States it will still go through by itself, the next one first. Every read takes it one further. */
  ahead: MachineState[];
  /** Version of the app's secrets it was made or last updated with; `null` when they were withheld. */
  secretsVersion: number | null;
  isCordoned: boolean;
  lease?: Lease;
  /** Newest first, 50 at most, which is what the API shows. */
  events: MachineEvent[];
}

/** The machine in the path. Refuses with 404. */
export function findMachine(request: FlyRequest): { app: App; machine: Machine } {
  const app = findLiveApp(request);
  const machine = lookUp(app.machines, request.params["machine"]);
  if (!machine) throw new Refusal(404, "machine not found");
  return { app, machine };
}

/** Puts a machine into a state at the caller's word, from which it goes through others by itself. */
export function enterState(request: FlyRequest, machine: Machine, type: string, ...states: MachineState[]): void {
  const [state, ...ahead] = states;
  if (!state) return;
  machine.state = state;
  machine.ahead = ahead;
  addEvent(request, machine, type, "user");
}

/** Takes a machine to its next state, when there is one. Answers whether there was. */
export function advance(request: FlyRequest, machine: Machine): boolean {
  const next = machine.ahead.shift();
  if (!next) return false;
  machine.state = next;
  addEvent(request, machine, next === "started" ? "start" : next === "stopped" ? "exit" : "update", "flyd");
  return true;
}

function addEvent({ ids, clock }: FlyRequest, machine: Machine, type: string, source: MachineEvent["source"]): void {
  const event = { id: makeUlid(ids.hex("event", 22)), type, status: machine.state, source, timestamp: clock.epochMs() };
  machine.events = [event, ...machine.events].slice(0, 50);
}

/** Machine versions and event ids are ULIDs: 26 characters of which 22 here are hexadecimal. */
export function makeUlid(hex: string): string {
  return `01HV${hex.toUpperCase()}`;
}
