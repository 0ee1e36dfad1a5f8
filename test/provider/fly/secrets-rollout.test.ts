import { describe, expect, test } from "vitest";
import { create, declare, failureOf, id, remainsOf, type Stand, startWithApp, token } from "./secrets-stand.ts";

async function addMachine(fly: Stand) {
  const config = { image: "x", metadata: { fly_platform_version: "v2", fly_process_group: "app" } };
  const { id } = (await fly.call("POST", "/apps/plyr-api/machines", { region: "iad", config })) as { id: string };
  await fly.call("GET", `/apps/plyr-api/machines/${id}/wait?state=started`);
  const machine = fly.app.machines[id];
  if (!machine) throw new Error("no machine");
  fly.takeCalls();
  return machine;
}

describe("the rollout", () => {
  test("gives a running machine the new secrets", async () => {
    const fly = await startWithApp();
    const machine = await addMachine(fly);
    const kept = await create(fly, { A: "1" });
    expect(machine).toMatchObject({ state: "started", secretsVersion: 1 });
    expect(kept.outputs).toMatchObject({ version: 1, rolledOutVersion: 1 });
  });

  test("is left to the next deploy when staged, and made good when that is changed to rolling", async () => {
    const fly = await startWithApp();
    const machine = await addMachine(fly);
    const staged = await create(fly, { A: "1" }, "staged");
    expect(fly.takeWrites()).toStrictEqual(["fly.updateSecrets"]);
    expect(machine.secretsVersion).toBe(0);
    expect((await fly.plugin.read(token, id, staged))?.outputs).toStrictEqual(staged.outputs);
    const rolled = await fly.plugin.update(token, id, staged, await declare(fly, { A: "1" }));
    expect(fly.takeWrites()).toStrictEqual(["fly.acquireLease", "fly.updateMachine", "fly.releaseLease"]);
    expect(machine.secretsVersion).toBe(1);
    expect(rolled.outputs).toMatchObject({ version: 1, rolledOutVersion: 1 });
  });

  test("that fails keeps the secrets, stays owed through a refresh, and is finished by the next run", async () => {
    const fly = await startWithApp();
    const machine = await addMachine(fly);
    fly.fail("fly.updateMachine", "refuse", { status: 422 });
    const failure = await failureOf(create(fly, { A: "1" }));
    expect(failure.message).toContain(`their rollout stopped at machine ${machine.id}`);
    const remains = remainsOf(failure);
    const owed = { version: 1, digests: { A: fly.digestOf("A") }, rolledOutVersion: 0 };
    expect(remains.outputs).toMatchObject(owed);

    const refreshed = await failureOf(fly.plugin.read(token, id, remains));
    expect(refreshed.message).toBe(
      'Version 1 of the secrets of app "plyr-api" has not been rolled out to every machine.\n  Fix: go on with it\n  Run: pulumi up --stack staging',
    );
    expect(remainsOf(refreshed)).toMatchObject({ id, inputs: remains.inputs, outputs: owed });

    fly.takeCalls();
    const finished = await fly.plugin.update(token, id, remainsOf(refreshed), remains.inputs);
    expect(fly.takeWrites()).toStrictEqual(["fly.acquireLease", "fly.updateMachine", "fly.releaseLease"]);
    expect(finished.outputs).toMatchObject({ version: 1, rolledOutVersion: 1 });
    expect(machine.secretsVersion).toBe(1);
  });
});
