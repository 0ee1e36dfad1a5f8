import { beforeEach, describe, expect, test } from "vitest";
import { failureOf } from "../../plugin/harness.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startWithApp, token } from "./volume-stand.ts";

beforeEach(skipPauses);

describe("an update", () => {
  test("goes on where an earlier one ended", async () => {
    const fly = await startWithApp();
    const kept = await fly.make();
    const next = { ...kept.inputs, size: 5, snapshots: 14 };
    fly.fail("fly.updateVolume", "refuse", { status: 403 });
    await expect(fly.plugin.update(token, kept.id, kept, next)).rejects.toThrow(/403/);
    fly.takeCalls();
    expect((await fly.plugin.update(token, kept.id, kept, next)).outputs).toMatchObject({ size: 5, snapshots: 14 });
    expect(fly.takeWrites()).toStrictEqual(["fly.updateVolume"]);
  });

  test.each(["fly.extendVolume", "fly.updateVolume"])(
    "is an error when Fly drops what it took (%s)",
    async (operation) => {
      const fly = await startWithApp();
      const kept = await fly.make();
      fly.fail(operation, "drop");
      await expect(fly.plugin.update(token, kept.id, kept, { ...kept.inputs, size: 5, snapshots: 14 })).rejects.toThrow(
        /make volume vol_\w+ of app "plyr-api" one of 5 GB with snapshots of 14 days, but does not show it/,
      );
    },
  );

  test("changes nothing of a volume that has grown meanwhile, or that is gone", async () => {
    const fly = await startWithApp();
    const kept = await fly.make();
    const volume = fly.live()[0];
    if (!volume) throw new Error("no volume");
    volume.sizeGb = 20;
    fly.takeCalls();
    const update = () => fly.plugin.update(token, kept.id, kept, { ...kept.inputs, size: 5, snapshots: 14 });
    await expect(update()).rejects.toThrow(/has 20 GB, and 5 GB are declared/);
    volume.state = "pending_destroy";
    await expect(update()).rejects.toThrow(/Fly does not have volume vol_\w+ of app "plyr-api" any more/);
    expect(fly.takeWrites()).toStrictEqual([]);
  });
});

describe("a volume that a machine mounts", () => {
  test("says which, and is not deleted: what to do is said", async () => {
    const fly = await startWithApp();
    const kept = await fly.make();
    const machine = await fly.mount(kept.outputs.volumeId);
    const read = await fly.plugin.read(token, kept.id, kept);
    expect(read?.outputs.attachedTo).toBe(machine);
    const { message } = await failureOf(fly.plugin.delete(token, kept.id, kept));
    expect(message).toMatch(
      /^Fly refused to delete volume vol_\w+ of app "plyr-api": 412 failed_precondition: volume is/,
    );
    expect(message).toContain(`Fix: machine ${machine} mounts it: take the mount out of fly.toml and deploy`);
    expect(message).toContain(`Run: fly machine status ${machine} -a plyr-api`);
    expect(fly.live()).toHaveLength(1);
  });

  test("is deleted once a machine that was just destroyed has let it go", async () => {
    const fly = await startWithApp();
    const kept = await fly.make();
    const machine = await fly.mount(kept.outputs.volumeId);
    await fly.call("DELETE", `/apps/plyr-api/machines/${machine}?force=true`);
    await fly.plugin.delete(token, kept.id, kept);
    expect(fly.live()).toStrictEqual([]);
  });
});
