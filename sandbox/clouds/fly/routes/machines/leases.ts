import { z } from "zod";
import { tokenOf } from "../../access.ts";
import type { FlyOperation, FlyRequest, Lease, Machine } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { findMachine } from "../../store.ts";

const DEFAULT_TTL_SECONDS = 60;
const leaseBody = z.object({ ttl: z.number().int().positive().optional(), description: z.string().optional() });

export const leases: FlyOperation[] = [
  { name: "fly.readLease", method: "GET", path: "/v1/apps/:app/machines/:machine/lease", handle: readLease },
  { name: "fly.acquireLease", method: "POST", path: "/v1/apps/:app/machines/:machine/lease", handle: acquireLease },
  { name: "fly.releaseLease", method: "DELETE", path: "/v1/apps/:app/machines/:machine/lease", handle: releaseLease },
];

function readLease(request: FlyRequest) {
  const { machine } = findMachine(request);
  const lease = currentLease(request, machine);
  if (!lease) throw new Refusal(404, "lease not found");
  return { status: 200, body: envelope(lease) };
}

/** Takes the lease, or with its nonce in the header extends it. */
function acquireLease(request: FlyRequest) {
  const { machine } = findMachine(request);
  checkLease(request, machine);
  const { ttl, description } = readBody(request, leaseBody);
  // fly-go sends the time in the query.
  const seconds = ttl ?? Number(request.query.get("ttl") ?? DEFAULT_TTL_SECONDS);
  return { status: 201, body: envelope(takeLease(request, machine, seconds, description ?? "")) };
}

function releaseLease(request: FlyRequest) {
  const { machine } = findMachine(request);
  const lease = currentLease(request, machine);
  if (!lease) throw new Refusal(404, "lease not found");
  if (nonceOf(request) !== lease.nonce) throw new Refusal(400, "invalid_argument: lease nonce does not match");
  delete machine.lease;
  return { status: 200, body: { ok: true } };
}

/** Puts a lease on a machine, under the nonce it has if there is one. */
export function takeLease(request: FlyRequest, machine: Machine, ttlSeconds: number, description: string): Lease {
  const lease = {
    nonce: currentLease(request, machine)?.nonce ?? request.ids.hex("lease", 12),
    expiresAt: Math.floor(request.clock.epochMs() / 1000) + ttlSeconds,
    owner: `${tokenOf(request)?.id}@tokens.fly.io`,
    description,
    version: machine.instanceId,
  };
  machine.lease = lease;
  return lease;
}

/** Refuses a change of a machine that somebody else has leased: the request must carry the lease's nonce. */
export function checkLease(request: FlyRequest, machine: Machine): void {
  const lease = currentLease(request, machine);
  if (!lease || nonceOf(request) === lease.nonce) return;
  const expires = new Date(lease.expiresAt * 1000).toISOString().replace(".000Z", "Z");
  throw new Refusal(409, `machine ID ${machine.id} lease currently held by ${lease.owner}, expires at ${expires}`);
}

function currentLease({ clock }: FlyRequest, { lease }: Machine): Lease | undefined {
  return lease && lease.expiresAt * 1000 > clock.epochMs() ? lease : undefined;
}

function nonceOf({ headers }: FlyRequest): unknown {
  return headers["fly-machine-lease-nonce"];
}

/** The API description shows the bare lease; docs, fly-go and the live API have it in an envelope. */
function envelope({ nonce, expiresAt, owner, description, version }: Lease) {
  return { status: "success", data: { nonce, expires_at: expiresAt, owner, description, version } };
}
