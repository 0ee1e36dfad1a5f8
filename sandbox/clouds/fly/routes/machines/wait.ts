import type { FlyOperation, FlyRequest } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { parseDuration } from "../../go-duration.ts";
import { findMachine } from "../../store.ts";
import { advance } from "./machine.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;

export const wait: FlyOperation = {
  name: "fly.waitForMachine",
  method: "GET",
  path: "/v1/apps/:app/machines/:machine/wait",
  handle: waitForMachine,
};

/** The time that Fly would hold the answer passes on the cloud's clock only: the answer itself comes at once. */
function waitForMachine(request: FlyRequest) {
  const { query, clock } = request;
  const seconds = readTimeout(query.get("timeout"));
  const { machine } = findMachine(request);
  const desired = query.getAll("state").flatMap((states) => states.split(","));
  if (desired.length === 0) desired.push("started");
  const version = query.get("version") ?? query.get("instance_id") ?? machine.instanceId;
  if (version !== machine.instanceId)
    throw new Refusal(409, `failed_precondition: machine version ${version} has been replaced`);
  while (!desired.includes(machine.state) && advance(request, machine)) clock.tick();
  if (desired.includes(machine.state)) {
    const event_id = machine.events[0]?.id;
    return { status: 200, body: { ok: true, state: machine.state, event_id, version: machine.instanceId } };
  }
  if (machine.state === "destroyed")
    throw new Refusal(409, `failed_precondition: machine is destroyed and cannot reach state ${desired.join(", ")}`);
  clock.tick(seconds);
  const current = `currently ${machine.state}`;
  throw new Refusal(408, `deadline_exceeded: machine failed to reach desired state, ${desired.join(", ")}, ${current}`);
}

/** Seconds, with or without their unit. More than 60 is refused, so that a client has to ask again. */
function readTimeout(text: string | null): number {
  if (text === null) return DEFAULT_TIMEOUT_SECONDS;
  const nanoseconds = parseDuration(/^\d+$/.test(text) ? `${text}s` : text) ?? 0;
  if (nanoseconds < 1e9 || nanoseconds > 60e9)
    throw new Refusal(400, "invalid_argument: invalid timeout: value must be inside range [1s, 1m0s]");
  return nanoseconds / 1e9;
}
