import type { FlyRequest, Machine, MachineEvent, MachineState } from "../../entities.ts";

/** Puts a machine into a state at the caller's word, from which it goes on to others. */
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
