import { beforeEach, describe, expect, test } from "vitest";
import { createFlyClient } from "../../../src/clouds/fly/client.ts";
import type { Context } from "../../../src/plugin/resource.ts";
import { rollOutSecrets } from "../../../src/provider/fly/machine-rollout.ts";
import { serveAnswers } from "../../clouds/fly/scripted-server.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startFly } from "./fly-plugin.ts";

beforeEach(skipPauses);

const deployed = { fly_platform_version: "v2", fly_process_group: "app" };

async function startWithApp() {
  const fly = await startFly();
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  await fly.call("POST", "/apps/plyr-api/secrets", { values: { A: "1" } });
  const cancel = new AbortController();
  const logs: string[] = [];
  const context: Context = {
    urn: "urn:pulumi:staging::plyr::parity:fly:Secrets::api",
    project: "plyr",
    stack: "staging",
    name: "api",
    signal: cancel.signal,
    log: (severity, message) => void logs.push(`${severity}: ${message}`),
  };
  const machines = fly.state.apps["plyr-api"]?.machines ?? {};

  const addMachine = async (metadata: Record<string, string> = deployed, rest?: "stop" | "suspend") => {
    const config = { image: "registry.fly.io/plyr-api:1", env: { LEVEL: "info" }, metadata };
    const order = { region: "ord", config, skip_secrets: true };
    const { id } = (await fly.call("POST", "/apps/plyr-api/machines", order)) as { id: string };
    await fly.call("GET", `/apps/plyr-api/machines/${id}/wait?state=started`);
    if (rest) {
      await fly.call("POST", `/apps/plyr-api/machines/${id}/${rest}`);
      for (const _ of [1, 2]) await fly.call("GET", `/apps/plyr-api/machines/${id}`);
    }
    const machine = machines[id];
    if (!machine) throw new Error("no machine");
    fly.takeCalls();
    return machine;
  };
  return { ...fly, context, addMachine, cancel, logs, run: () => rollOutSecrets(fly.client, "plyr-api", 1, context) };
}

const oneMachine = [
  "fly.acquireLease",
  "fly.readMachine",
  "fly.updateMachine",
  "fly.waitForMachine",
  "fly.releaseLease",
];

describe("a rollout", () => {
  test("updates running machines one after the other, then those at rest, each under its lease", async () => {
    const fly = await startWithApp();
    const stopped = await fly.addMachine(deployed, "stop");
    const suspended = await fly.addMachine(deployed, "suspend");
    const first = await fly.addMachine();
    const second = await fly.addMachine();
    const config = structuredClone(first.config);
    await fly.run();

    const atRest = oneMachine.filter((operation) => operation !== "fly.waitForMachine");
    expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual([
      "fly.listMachines",
      ...oneMachine,
      ...oneMachine,
      ...atRest,
      ...atRest,
    ]);
    expect(fly.logs).toStrictEqual([
      `info: Machine ${first.id} of plyr-api has the new secrets (1 of 4).`,
      `info: Machine ${second.id} of plyr-api has the new secrets (2 of 4).`,
      `info: Machine ${stopped.id} of plyr-api has the new secrets (3 of 4).`,
      `info: Machine ${suspended.id} of plyr-api has the new secrets (4 of 4).`,
    ]);
    for (const machine of [first, second, stopped, suspended]) {
      expect(machine).toMatchObject({ secretsVersion: 1, config, region: "ord" });
      expect(machine.lease).toBeUndefined();
    }
    expect([first.state, second.state]).toStrictEqual(["started", "started"]);
    expect([stopped.ahead, suspended.ahead]).toStrictEqual([["stopped"], ["stopped"]]);
  });

  test("leaves machines alone that no deploy made, and its short-lived ones", async () => {
    const fly = await startWithApp();
    const own = await fly.addMachine({});
    const release = await fly.addMachine({ ...deployed, fly_process_group: "fly_app_release_command" });
    await fly.run();
    expect([own.secretsVersion, release.secretsVersion]).toStrictEqual([null, null]);
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("of an app without machines is done", async () => {
    const fly = await startWithApp();
    fly.takeCalls();
    await fly.run();
    expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual(["fly.listMachines"]);
  });

  test("waits until a machine on its way has arrived", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    await fly.call("POST", `/apps/plyr-api/machines/${machine.id}/stop`);
    machine.ahead.unshift("stopping", "stopping");
    await fly.run();
    expect(machine).toMatchObject({ secretsVersion: 1, ahead: ["stopped"] });
  });
});

describe("an update", () => {
  test("whose answer is lost is looked up, not repeated", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.updateMachine", "lose");
    await fly.run();
    expect(fly.takeWrites()).toStrictEqual(["fly.acquireLease", "fly.updateMachine", "fly.releaseLease"]);
    expect(machine).toMatchObject({ secretsVersion: 1, state: "started" });
  });

  test("that never arrived is sent again", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.updateMachine", "cut");
    await fly.run();
    expect(machine.secretsVersion).toBe(1);
  });

  test("is sent again while the host does not have the secrets yet", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.updateMachine", "refuse", { status: 412, times: 3 });
    await fly.run();
    expect(machine.secretsVersion).toBe(1);
  });

  test("that Fly refuses ends the rollout and the lease, and says which machines have the secrets", async () => {
    const fly = await startWithApp();
    const [first, second] = [await fly.addMachine(), await fly.addMachine()];
    fly.fail("fly.updateMachine", "refuse", { status: 422 });
    const message = await fly.run().catch((error: Error) => error.message);
    expect(String(message).replace(/, request [\w-]+/, "")).toBe(
      `The secrets of app "plyr-api" are set (version 1), but their rollout stopped at machine ${first.id}: ` +
        `Fly refused to update machine ${first.id} of app "plyr-api": 422 could not find a candidate host ` +
        `(POST /v1/apps/plyr-api/machines/${first.id}).\n` +
        `  Machines with the new secrets: none. Not yet: ${second.id}.\n` +
        `  Fix: see why, then go on: it rolls out to every machine\n  Run: fly machine status ${first.id} -a plyr-api\n` +
        `  Run: fly logs -a plyr-api --machine ${first.id}\n  Run: pulumi up --stack staging`,
    );
    expect([first, second].map(({ secretsVersion }) => secretsVersion)).toStrictEqual([null, null]);
    expect(first.lease).toBeUndefined();
  });
});

describe("a machine that does not come back", () => {
  test("is waited for five minutes under a lease that is kept up, then named", async () => {
    const fly = await startWithApp();
    const [first, second] = [await fly.addMachine(), await fly.addMachine()];
    fly.fail("fly.waitForMachine", "refuse", { status: 408, times: 5 });
    const message = await fly.run().catch((error: Error) => error.message);
    expect(message).toContain(
      `rollout stopped at machine ${first.id}: it did not start within 5 minutes and is starting.`,
    );
    expect(message).toContain(`Machines with the new secrets: none. Not yet: ${second.id}.`);
    expect(fly.takeWrites()).toStrictEqual([
      "fly.acquireLease",
      "fly.updateMachine",
      ...Array(5).fill("fly.acquireLease"),
      "fly.releaseLease",
    ]);
    expect(fly.logs).toStrictEqual(
      [1, 2, 3, 4, 5].map((n) => `info: Machine ${first.id} of plyr-api has not started yet (${n} of 5 minutes).`),
    );
  });

  test("is named at once when Fly says that it never will", async () => {
    const fly = await startWithApp();
    const [first, second] = [await fly.addMachine(), await fly.addMachine()];
    fly.fail("fly.waitForMachine", "slow");
    fly.fail("fly.waitForMachine", "refuse", { status: 409 });
    const message = await fly.run().catch((error: Error) => error.message);
    expect(message).toContain(`rollout stopped at machine ${second.id}: Fly refused to wait for machine ${second.id}`);
    expect(message).toContain(`Machines with the new secrets: ${first.id}. Not yet: none.`);
    expect(second.lease).toBeUndefined();
  });
});

describe("a lease that somebody else holds", () => {
  const holdLease = (fly: Awaited<ReturnType<typeof startWithApp>>, id: string, ttl: number) =>
    fly.call("POST", `/apps/plyr-api/machines/${id}/lease`, { ttl, description: "fly deploy" });

  test("is waited for", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    // The cloud's clock moves a second with each request that may change something.
    await holdLease(fly, machine.id, 4);
    await fly.run();
    expect(machine.secretsVersion).toBe(1);
    expect(fly.logs[0]).toMatch(
      /^info: Machine \w+ of plyr-api: tok_1@tokens\.fly\.io holds its lease until 2026-\S+Z \(fly deploy\); waiting\.$/,
    );
    expect(fly.logs).toHaveLength(2);
  });

  test("for too long ends the rollout and names the holder", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    await holdLease(fly, machine.id, 3600);
    const until = new Date((machine.lease?.expiresAt ?? 0) * 1000).toISOString();
    await expect(fly.run()).rejects.toThrow(
      `rollout stopped at machine ${machine.id}: tok_1@tokens.fly.io holds its lease until ${until} (fly deploy).`,
    );
    expect(machine.secretsVersion).toBeNull();
  });

  test("is not assumed when the request for it got lost: it is sent again", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.acquireLease", "cut");
    await fly.run();
    expect(machine.secretsVersion).toBe(1);
  });
});

describe("a lease whose answer is lost", () => {
  test("is recognised and used, without waiting for its end", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.acquireLease", "lose");
    await fly.run();
    expect(fly.takeCalls().map(({ operation }) => operation)).toStrictEqual([
      "fly.listMachines",
      "fly.acquireLease",
      "fly.acquireLease",
      "fly.readLease",
      ...oneMachine.slice(1),
    ]);
    expect(machine.secretsVersion).toBe(1);
    expect(machine.lease).toBeUndefined();
  });

  test("is not taken from another rollout of the same stack, but waited for", async () => {
    const fly = await startWithApp();
    const machine = await fly.addMachine();
    fly.fail("fly.acquireLease", "lose");
    fly.fail("fly.acquireLease", "refuse", { status: 403 });
    await expect(fly.run()).rejects.toThrow("403");
    expect(machine.lease?.description).toMatch(/^parity: new secrets of plyr\/staging, rollout [0-9a-f-]{36}$/);
    // The cloud's clock moves a second with each request that may change something.
    if (machine.lease) machine.lease = { ...machine.lease, expiresAt: machine.lease.expiresAt - 115 };
    await fly.run();
    expect(machine.secretsVersion).toBe(1);
    expect(fly.logs[0]).toContain("holds its lease until");
  });
});

test("a machine whose host does not answer ends the rollout, for its config is unknown", async () => {
  const { context } = await startWithApp();
  const machine = { id: "m1", name: "m", state: "started", region: "ord", instance_id: "01HV", config: null };
  const bodies = [[machine], { data: { nonce: "n" } }, machine, { ok: true }];
  const server = await serveAnswers(...bodies.map((body) => ({ status: 200, body })));
  const client = createFlyClient({ token: "fo1_x", flapsUrl: server.url, apiUrl: server.url });
  await expect(rollOutSecrets(client, "plyr-api", 1, context)).rejects.toThrow(
    "rollout stopped at machine m1: its host does not answer, so its config is unknown.",
  );
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toStrictEqual([
    "GET /v1/apps/plyr-api/machines",
    "POST /v1/apps/plyr-api/machines/m1/lease",
    "GET /v1/apps/plyr-api/machines/m1",
    "DELETE /v1/apps/plyr-api/machines/m1/lease",
  ]);
  server.close();
});

test("a lease that cannot be given back is a warning, for it ends on its own", async () => {
  const fly = await startWithApp();
  const machine = await fly.addMachine();
  fly.fail("fly.releaseLease", "refuse", { status: 403 });
  await fly.run();
  expect(machine.secretsVersion).toBe(1);
  expect(fly.logs[0]).toMatch(/^warning: Fly refused to release machine .*: 403 .* The lease ends within 120 s\.$/);
});

test("a cancelled rollout says how far it came", async () => {
  const fly = await startWithApp();
  const machine = await fly.addMachine();
  await fly.call("POST", `/apps/plyr-api/machines/${machine.id}/lease`, { ttl: 3600 });
  fly.cancel.abort();
  await expect(fly.run()).rejects.toThrow("Machines with the new secrets: none. Not yet: none.");
  expect(machine.secretsVersion).toBeNull();
});
