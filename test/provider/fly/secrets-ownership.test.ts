import { describe, expect, test } from "vitest";
import { create, declare, id, keep, type Stand, startWithApp, token } from "./secrets-stand.ts";

describe("secrets of somebody else", () => {
  const setByHand = (fly: Stand, values: Record<string, string | null>) =>
    fly.call("POST", "/apps/plyr-api/secrets", { values });

  test("are neither read nor touched", async () => {
    const fly = await startWithApp();
    await setByHand(fly, { THEIRS: "x" });
    const before = await create(fly, { A: "1" });
    expect((await fly.plugin.read(token, id, before))?.inputs).toStrictEqual(before.inputs);
    const digest = fly.digestOf("THEIRS");
    const after = await fly.plugin.update(token, id, before, await declare(fly, { B: "2" }));
    await fly.plugin.delete(token, id, after);
    expect(fly.names()).toStrictEqual(["THEIRS"]);
    expect(fly.digestOf("THEIRS")).toBe(digest);
  });

  test("are not overwritten by a create, which says how they are kept", async () => {
    const fly = await startWithApp();
    await setByHand(fly, { A: "theirs", X: "y" });
    fly.takeCalls();
    const inputs = await declare(fly, { A: "1", B: "2" });
    await expect(fly.plugin.create(token, inputs, "api")).rejects.toThrow(
      'App "plyr-api" already has A, set by somebody else.\n' +
        "  Why: Nothing is overwritten that this stack did not set.\n" +
        "  Fix: where a run of this stack was killed while it set them, go on from it by the first line; else keep them as they are, " +
        "by the second: nobody can read them back but a running machine\n" +
        "  Run: parity up --stack staging\n" +
        "  Run: parity adopt --stack staging",
    );
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("are not overwritten by an update, which says how they are kept", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1" });
    await setByHand(fly, { B: "theirs" });
    fly.takeCalls();
    await expect(fly.plugin.update(token, id, before, await declare(fly, { A: "1", B: "2" }))).rejects.toThrow(
      "Run: parity adopt --stack staging",
    );
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("show as a change of exactly the key they changed", async () => {
    const fly = await startWithApp();
    const kept = await create(fly, { A: "1", B: "2" });
    await setByHand(fly, { A: "theirs" });
    const read = await fly.plugin.read(token, id, kept);
    if (!read) throw new Error("gone");
    expect((await fly.plugin.diff(token, read, kept.inputs)).changes).toStrictEqual({ "values.A": "update" });
    fly.takeCalls();
    const repaired = await fly.plugin.update(token, id, read, kept.inputs);
    expect(fly.writes()).toStrictEqual([["values.A"]]);
    expect((await fly.plugin.read(token, id, repaired))?.inputs).toStrictEqual(kept.inputs);
  });

  test("show as exactly the key they removed", async () => {
    const fly = await startWithApp();
    const kept = await create(fly, { A: "1", B: "2" });
    await setByHand(fly, { B: null });
    const read = await fly.plugin.read(token, id, kept);
    if (!read) throw new Error("gone");
    expect((await fly.plugin.diff(token, read, kept.inputs)).changes).toStrictEqual({ "values.B": "add" });
    await fly.plugin.update(token, id, read, kept.inputs);
    expect(fly.names().sort()).toStrictEqual(["A", "B"]);
  });
});

describe("an import", () => {
  const startWithHistory = async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/secrets", { values: { A: "old", B: "old", THEIRS: "x" } });
    fly.takeCalls();
    return fly;
  };

  test.each([
    ["rolling", `${id}?A,B`],
    ["staged", `${id}/staged?A,B`],
  ] as const)("of %s secrets keeps what it names, and changes nothing", async (rollout, found) => {
    const fly = await startWithHistory();
    const imported = await fly.plugin.read(token, found);
    if (!imported) throw new Error("gone");
    expect(imported.id).toBe(id);
    const next = await keep(fly, {}, ["A", "B"], rollout);
    expect((await fly.plugin.diff(token, imported, next)).changes).toStrictEqual({});
    expect((await fly.plugin.read(token, id, imported))?.inputs).toStrictEqual(next);
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("without names keeps all that is there", async () => {
    const fly = await startWithHistory();
    expect((await fly.plugin.read(token, id))?.inputs["kept"]).toStrictEqual(["A", "B", "THEIRS"]);
  });

  test("is followed by a value of ours once a name is kept no longer, and by no other", async () => {
    const fly = await startWithHistory();
    const imported = await fly.plugin.read(token, `${id}?A,B`);
    if (!imported) throw new Error("gone");
    const digest = fly.digestOf("B");
    const next = await keep(fly, { A: "new" }, ["B"]);
    const after = await fly.plugin.update(token, id, imported, next);
    expect(fly.writes()).toStrictEqual([["values.A"]]);
    expect(fly.names().sort()).toStrictEqual(["A", "B", "THEIRS"]);
    expect(fly.digestOf("B")).toBe(digest);
    expect((await fly.plugin.read(token, id, after))?.inputs).toStrictEqual(next);
  });

  test("leaves a secret of ours as it is from when it is kept", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1", B: "2" });
    fly.takeCalls();
    const after = await fly.plugin.update(token, id, before, await keep(fly, { A: "1" }, ["B"]));
    await fly.plugin.delete(token, id, after);
    expect(fly.names()).toStrictEqual(["B"]);
  });

  test.each([["create"], ["update"]])("is not what a %s does of a secret that the app lacks", async (way) => {
    const fly = await startWithApp();
    const next = await keep(fly, {}, ["A", "GONE"]);
    const before = await create(fly, { A: "1" });
    const work = way === "create" ? fly.plugin.create(token, next, "api") : fly.plugin.update(token, id, before, next);
    await expect(work).rejects.toThrow(
      'App "plyr-api" has no GONE to keep.\n  Fix: remove them from `kept` in Pulumi.staging.yaml, and this stack sets them',
    );
  });

  test("of a kept secret that somebody removed shows its name", async () => {
    const fly = await startWithHistory();
    const imported = await fly.plugin.read(token, `${id}?A,B`);
    if (!imported) throw new Error("gone");
    await fly.call("POST", "/apps/plyr-api/secrets", { values: { B: null } });
    const read = await fly.plugin.read(token, id, imported);
    expect(read?.inputs["kept"]).toStrictEqual(["A"]);
  });

  test("that is given up again leaves everything as it was", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/secrets", { values: { A: "old" } });
    const imported = await fly.plugin.read(token, id);
    if (!imported) throw new Error("gone");
    await fly.plugin.delete(token, id, imported);
    expect(fly.names()).toStrictEqual(["A"]);
  });
});

test("secrets of an app that is gone are gone", async () => {
  const fly = await startWithApp();
  const kept = await create(fly, { A: "1" });
  await fly.call("DELETE", "/apps/plyr-api");
  expect(await fly.plugin.read(token, id, kept)).toBeUndefined();
  await fly.plugin.delete(token, id, kept);
});

test("a refused read is an error, not secrets that are gone", async () => {
  const fly = await startWithApp();
  const kept = await create(fly, { A: "1" });
  fly.fail("fly.listSecrets", "refuse", { status: 403 });
  await expect(fly.plugin.read(token, id, kept)).rejects.toThrow("403 unauthorized");
});
