import { randomUUID } from "node:crypto";
import { CloudError, isStatus } from "../../clouds/call/cloud-error.ts";
import { poll, retryWhile } from "../../clouds/call/poll.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyMachine, FlyMachineConfig, FlyMachineLease } from "../../clouds/fly/machines.ts";
import type { Context } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";

/** Long enough for one slice of waiting, short enough that a run that was killed blocks no deploy for long. */
const LEASE_SECONDS = 120;
/** The API waits 60 s at the most (fly.io/docs/machines/api/machines-resource, "Wait for a state"). */
const SLICE_SECONDS = 60;
const SLICES = 5;

/** States a machine rests in (fly.io/docs/machines/machine-states). It stays there: only its next start needs the secrets. */
const RESTING = ["created", "stopped", "suspended"];
/** States that give way to another by themselves. */
const PASSING = ["starting", "restarting", "stopping", "suspending", "updating", "replacing"];

interface Rollout {
  readonly fly: FlyClient;
  readonly app: string;
  readonly secretsVersion: number;
  /** The order of every lease. Its description is this rollout's own. */
  readonly lease: { readonly ttl: number; readonly description: string };
  readonly context: Context;
}

/**
 * Gives every machine of the app the secrets of this version, one machine at a time: a machine keeps the secrets it was
 * booted with until it is updated. Running machines come first; stopped and suspended ones stay as they are.
 * Throws when a machine cannot be updated or does not come back; the error names the machines with and without the secrets.
 * @param listed the app's machines, asked for after the secrets were written
 */
export async function rollOutSecrets(
  fly: FlyClient,
  app: string,
  secretsVersion: number,
  context: Context,
  listed: Promise<readonly FlyMachine[]> = fly.machines.list(app),
): Promise<void> {
  const description = `parity: new secrets of ${context.project}/${context.stack}, rollout ${randomUUID()}`;
  const rollout: Rollout = { fly, app, secretsVersion, lease: { ttl: LEASE_SECONDS, description }, context };
  const machines = inOrder((await listed).filter(takesPart));
  for (const [at, machine] of machines.entries()) {
    try {
      await updateUnderLease(rollout, machine.id);
    } catch (error) {
      throw unfinished(rollout, machine.id, machines.slice(0, at), machines.slice(at + 1), error);
    }
    context.log("info", `Machine ${machine.id} of ${app} has the new secrets (${at + 1} of ${machines.length}).`);
  }
}

/** Machines of a `fly deploy`, without its short-lived ones (fly-go `IsFlyAppsPlatform` and its `fly_app_*` process groups). */
function takesPart({ state, config }: FlyMachine): boolean {
  const { fly_platform_version: platform, fly_process_group: group } = config?.metadata ?? {};
  // Without its host's word on the config it may be one of them.
  const deployed = !config || (platform === "v2" && !group?.startsWith("fly_app_"));
  return deployed && (state === "started" || RESTING.includes(state) || PASSING.includes(state));
}

function inOrder(machines: readonly FlyMachine[]): FlyMachine[] {
  const rests = ({ state }: FlyMachine) => RESTING.includes(state);
  return [...machines.filter((machine) => !rests(machine)), ...machines.filter(rests)];
}

async function updateUnderLease(rollout: Rollout, id: string): Promise<void> {
  const { fly, app, context } = rollout;
  const nonce = await takeLease(rollout, id);
  try {
    const machine = await findSettled(rollout, id);
    if (!machine || machine.state.startsWith("destroy")) return;
    if (!machine.config) throw new Error("its host does not answer, so its config is unknown.");
    const version = await updateMachine(rollout, machine, machine.config, nonce);
    if (machine.state === "started") await waitUntilStarted(rollout, id, version, nonce);
  } finally {
    await fly.machines.releaseLease(app, id, nonce).catch((error: unknown) => {
      context.log("warning", `${whatOf(error)} The lease ends within ${LEASE_SECONDS} s.`);
    });
  }
}

/** The machine once it runs or rests: from a passing state nobody can tell whether it has to be launched again. */
async function findSettled({ fly, app, context }: Rollout, id: string): Promise<FlyMachine | undefined> {
  let machine: FlyMachine | undefined;
  await poll({ deadlineMs: 60_000, signal: context.signal }, async () => {
    machine = await fly.machines.find(app, id);
    return machine && PASSING.includes(machine.state) ? undefined : true;
  });
  if (machine && PASSING.includes(machine.state)) throw new Error(`it has been ${machine.state} for a minute.`);
  return machine;
}

/**
 * Answers the lease's nonce. A lease whose answer was lost is known by its description, which no other rollout has. One
 * that is held is waited for, a little longer than one of ours lasts: a run that was killed leaves it.
 */
async function takeLease({ fly, app, lease, context }: Rollout, id: string): Promise<string> {
  let held: FlyMachineLease | undefined;
  let told = false;
  const onWait = () => {
    if (held && !told) context.log("info", `Machine ${id} of ${app}: ${describeLease(held)}; waiting.`);
    told = held !== undefined;
  };
  const passes = (failure: unknown) => isStatus(failure, 409) || (failure instanceof CloudError && failure.uncertain);
  try {
    return await retryWhile(
      { deadlineMs: (lease.ttl + 30) * 1000, signal: context.signal, onWait },
      passes,
      async () => {
        try {
          return await fly.machines.lease(app, id, lease);
        } catch (failure) {
          held = isStatus(failure, 409) ? await fly.machines.findLease(app, id) : undefined;
          if (held?.nonce !== undefined && held.description === lease.description) return held.nonce;
          throw failure;
        }
      },
    );
  } catch (failure) {
    throw held ? new Error(`${describeLease(held)}.`) : failure;
  }
}

function describeLease({ owner, expires_at, description }: FlyMachineLease): string {
  const until = new Date(expires_at * 1000).toISOString();
  return `${owner} holds its lease until ${until}${description ? ` (${description})` : ""}`;
}

/** Posts the machine's own config back, which boots it again. Answers the machine's new version. */
async function updateMachine(
  { fly, app, secretsVersion, context }: Rollout,
  { id, instance_id, region, state }: FlyMachine,
  config: FlyMachineConfig,
  nonce: string,
): Promise<string> {
  const update = { config, region, minSecretsVersion: secretsVersion, skipLaunch: state !== "started" };
  const version = await poll({ deadlineMs: 60_000, signal: context.signal }, async () => {
    try {
      return (await fly.machines.update(app, id, update, nonce)).instance_id;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      // 412: the host does not have this version of the secrets yet, or is still busy with the machine.
      if (error.status === 412) return undefined;
      if (!error.uncertain) throw error;
      // The answer was lost. Under the lease nobody else updates the machine: a new version is ours.
      const now = await fly.machines.find(app, id);
      return now && now.instance_id !== instance_id ? now.instance_id : undefined;
    }
  });
  if (version === undefined) throw new Error("Fly did not take its update within a minute.");
  return version;
}

async function waitUntilStarted(
  { fly, app, lease, context }: Rollout,
  id: string,
  version: string,
  nonce: string,
): Promise<void> {
  for (let slice = 1; slice <= SLICES; slice++) {
    if (await fly.machines.waitStarted(app, id, version, SLICE_SECONDS)) return;
    await fly.machines.lease(app, id, lease, nonce);
    context.log("info", `Machine ${id} of ${app} has not started yet (${slice} of ${SLICES} minutes).`);
  }
  const machine = await fly.machines.find(app, id);
  throw new Error(`it did not start within ${SLICES} minutes and is ${machine?.state ?? "gone"}.`);
}

function unfinished(
  { app, secretsVersion, context: { stack } }: Rollout,
  id: string,
  done: readonly FlyMachine[],
  left: readonly FlyMachine[],
  cause: unknown,
): Error {
  const names = (machines: readonly FlyMachine[]) => machines.map((machine) => machine.id).join(", ") || "none";
  return new Problem({
    code: "rollout-unfinished",
    what: `The secrets of app "${app}" are set (version ${secretsVersion}), but their rollout stopped at machine ${id}: ${whatOf(cause)}
  Machines with the new secrets: ${names(done)}. Not yet: ${names(left)}.`,
    fix: "see why, then go on: it rolls out to every machine",
    commands: [
      line`fly machine status ${id} -a ${app}`,
      line`fly logs -a ${app} --machine ${id}`,
      line`pulumi up --stack ${stack}`,
    ],
  });
}
