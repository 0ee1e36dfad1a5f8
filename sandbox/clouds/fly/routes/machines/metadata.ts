import { z } from "zod";
import type { FlyOperation, FlyRequest, Machine } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { findMachine, lookUp } from "../../store.ts";

const path = "/v1/apps/:app/machines/:machine/metadata";
const bulkBody = z.object({
  metadata: z.record(z.string(), z.string().nullable()),
  machine_version: z.string().optional(),
});
const valueBody = z.object({ value: z.string() });

/** Metadata can be changed without the machine's lease, and leaves its version alone. */
export const metadata: FlyOperation[] = [
  {
    name: "fly.readMetadata",
    method: "GET",
    path,
    handle: (request) => ({ status: 200, body: findMachine(request).machine.config.metadata ?? {} }),
  },
  { name: "fly.replaceMetadata", method: "PUT", path, handle: (request) => writeMetadata(request, () => ({})) },
  {
    name: "fly.updateMetadata",
    method: "PATCH",
    path,
    handle: (request) => writeMetadata(request, ({ config }) => config.metadata ?? {}),
  },
  { name: "fly.readMetadataKey", method: "GET", path: `${path}/:key`, handle: readKey },
  { name: "fly.setMetadataKey", method: "POST", path: `${path}/:key`, handle: setKey },
  { name: "fly.deleteMetadataKey", method: "DELETE", path: `${path}/:key`, handle: deleteKey },
];

/** Writes over what `start` answers; `null` removes a key. */
function writeMetadata(request: FlyRequest, start: (machine: Machine) => Record<string, string>) {
  const { machine } = findMachine(request);
  const body = readBody(request, bulkBody);
  if (body.machine_version !== undefined && body.machine_version !== machine.instanceId)
    throw new Refusal(412, "failed_precondition: machine version does not match");
  const entries = Object.entries({ ...start(machine), ...body.metadata });
  const kept = entries.flatMap(([key, value]): [string, string][] => (value === null ? [] : [[key, value]]));
  return setMetadata(machine, Object.fromEntries(kept));
}

function readKey(request: FlyRequest) {
  const value = lookUp(findMachine(request).machine.config.metadata ?? {}, request.params["key"]);
  if (value === undefined) throw new Refusal(404, "metadata key not found");
  return { status: 200, body: { value } };
}

function setKey(request: FlyRequest) {
  const { machine } = findMachine(request);
  const { value } = readBody(request, valueBody);
  return setMetadata(machine, { ...machine.config.metadata, [request.params["key"] ?? ""]: value });
}

function deleteKey(request: FlyRequest) {
  const { machine } = findMachine(request);
  const { [request.params["key"] ?? ""]: _, ...kept } = machine.config.metadata ?? {};
  return setMetadata(machine, kept);
}

function setMetadata(machine: Machine, metadata: Record<string, string>) {
  machine.config = { ...machine.config, metadata };
  return { status: 204 };
}
