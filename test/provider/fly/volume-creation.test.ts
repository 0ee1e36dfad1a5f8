import { beforeEach, describe, expect, test } from "vitest";
import type { FlyClient } from "../../../src/clouds/fly/client.ts";
import type { Context } from "../../../src/plugin/resource.ts";
import { createVolume } from "../../../src/provider/fly/volume-creation.ts";
import { failureOf } from "../../plugin/harness.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { inputs, startWithApp, token } from "./volume-stand.ts";

beforeEach(skipPauses);

const creation = { ...inputs, slot: 1, snapshots: 5 };
const context: Context = {
  ...{ urn: "urn:pulumi:staging::plyr::parity:fly:Volume::data", project: "plyr", stack: "staging", name: "data" },
  ...{ signal: new AbortController().signal, log: () => undefined },
};

/** The same client, for which something happens right before its first creation arrives. */
function interrupt(client: FlyClient, meanwhile: () => Promise<void>): FlyClient {
  let happens: (() => Promise<void>) | undefined = meanwhile;
  const volumes: FlyClient["volumes"] = Object.assign(Object.create(client.volumes), {
    create: async (...order: Parameters<FlyClient["volumes"]["create"]>) => {
      await happens?.();
      happens = undefined;
      return client.volumes.create(...order);
    },
  });
  return { ...client, volumes };
}

describe("a creation", () => {
  test("makes a second one of the name beside the first for the next slot", async () => {
    const fly = await startWithApp();
    const [one, two] = [await fly.make(), await fly.make({ slot: 2 })];
    expect(fly.live().map(({ id }) => `plyr-api/${id}`)).toStrictEqual([one.id, two.id]);
  });

  test("of slots at the same time makes one each", async () => {
    const fly = await startWithApp();
    const made = await Promise.all([2, 1, 3].map((slot) => fly.make({ slot })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
    expect(fly.live()).toHaveLength(3);
  });

  test("is not troubled by volumes of another name or region, or on their way out", async () => {
    const fly = await startWithApp();
    await fly.byHand({ name: "other" });
    await fly.byHand({ region: "ord" });
    await fly.call("DELETE", `/apps/plyr-api/volumes/${await fly.byHand()}`);
    await fly.make();
    expect(fly.live()).toHaveLength(3);
  });

  test.each([
    { slot: 1, there: 1 },
    { slot: 2, there: 2 },
  ])("of slot $slot where there are $there is refused, and the way to adopt named", async ({ slot, there }) => {
    const fly = await startWithApp();
    for (let i = 0; i < there; i++) await fly.byHand();
    fly.takeCalls();
    const { message } = await failureOf(fly.make({ slot }));
    expect(message).toMatch(/^App "plyr-api" has .*"plyr_data" in iad already \(vol_/);
    expect(message).toContain("Run: parity adopt --stack staging");
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("of the second slot in a new run takes the one that is there for the first slot's", async () => {
    const fly = await startWithApp();
    await fly.byHand();
    await fly.make({ slot: 2 });
    expect(fly.live()).toHaveLength(2);
  });

  test("of a lower slot whose volume is gone does not mistake the next one's, which a refresh has read", async () => {
    const fly = await startWithApp();
    const id = `plyr-api/${await fly.byHand()}`;
    const { inputs: read, outputs } = (await fly.plugin.read(token, `${id}?slot=2`)) ?? {};
    await fly.plugin.read(token, id, { inputs: read ?? {}, outputs: outputs ?? {} });
    await fly.make({ slot: 1 });
    expect(fly.live()).toHaveLength(2);
  });
});

describe("a creation whose answer is lost", () => {
  test("takes the volume that was not there before", async () => {
    const fly = await startWithApp();
    const first = await fly.make();
    fly.takeCalls();
    fly.fail("fly.createVolume", "lose");
    const second = await fly.make({ slot: 2 });
    expect(fly.takeWrites()).toStrictEqual(["fly.createVolume"]);
    expect(fly.live().map(({ id }) => `plyr-api/${id}`)).toStrictEqual([first.id, second.id]);
  });

  test("is repeated when nothing was made", async () => {
    const fly = await startWithApp();
    fly.fail("fly.createVolume", "cut");
    const kept = await fly.make();
    expect(fly.live().map(({ id }) => `plyr-api/${id}`)).toStrictEqual([kept.id]);
  });

  test("never gives one volume to two slots", async () => {
    const fly = await startWithApp();
    fly.fail("fly.createVolume", "lose");
    fly.fail("fly.createVolume", "lose");
    const made = await Promise.all([1, 2].map((slot) => fly.make({ slot })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
    expect(fly.live()).toHaveLength(2);
  });

  test.each([
    ["of another size", { size_gb: 9 }, false],
    ["that a machine has", { size_gb: 3 }, true],
  ])("does not take one %s that somebody made meanwhile", async (_how, order, isMounted) => {
    const fly = await startWithApp();
    let theirs = "";
    const meanwhile = async () => {
      theirs = await fly.byHand(order);
      if (isMounted) await fly.mount(theirs);
      fly.fail("fly.createVolume", "cut");
    };
    const made = await createVolume(interrupt(fly.client, meanwhile), creation, context);
    expect(made.id).not.toBe(theirs);
    expect(fly.live()).toHaveLength(2);
  });

  test("is told when several may be what it has made", async () => {
    const fly = await startWithApp();
    const meanwhile = async () => {
      await fly.byHand();
      fly.fail("fly.createVolume", "lose");
    };
    await expect(createVolume(interrupt(fly.client, meanwhile), creation, context)).rejects.toMatchObject({
      ...{ code: "made-twice", what: expect.stringMatching(/there are 2 new ones: vol_\w+, vol_\w+\.$/) },
      commands: ["fly volumes list -a plyr-api", "parity adopt --stack staging"],
    });
  });
});

test("a volume that cannot be read right after it was made is kept", async () => {
  const fly = await startWithApp();
  fly.fail("fly.readVolume", "refuse", { status: 403 });
  const { remains } = await failureOf(fly.make());
  expect(remains).toMatchObject({ id: `plyr-api/${fly.live()[0]?.id}` });
});
