import { describe, expect, test } from "vitest";
import { create, declare, id, type Stand, startWithApp, token } from "./secrets-stand.ts";

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
        "  Why: Nothing is overwritten that this stack did not set.\n  Fix: nobody can read them back but a running machine: " +
        "see what it has, give this stack the same values (a generated one as a secret that only a person has), and only " +
        "then unset them; running machines keep theirs until the next deploy\n" +
        "  Run: fly ssh console -a plyr-api -C env\n  Run: fly secrets unset A --stage -a plyr-api",
    );
    expect(fly.takeWrites()).toStrictEqual([]);
  });

  test("are not overwritten by an update, which says how to make room", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1" });
    await setByHand(fly, { B: "theirs" });
    fly.takeCalls();
    await expect(fly.plugin.update(token, id, before, await declare(fly, { A: "1", B: "2" }))).rejects.toThrow(
      "Run: fly secrets unset B --stage -a plyr-api",
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
  test("knows the names, and the next update sends the declared ones only", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/secrets", { values: { A: "old", THEIRS: "x" } });
    const imported = await fly.plugin.read(token, id);
    if (!imported) throw new Error("gone");
    expect((await fly.plugin.read(token, id, imported))?.inputs).toStrictEqual(imported.inputs);
    const next = await declare(fly, { A: "old" });
    expect((await fly.plugin.diff(token, imported, next)).changes).toStrictEqual({
      "values.A": "update",
      "values.THEIRS": "delete",
    });
    fly.takeCalls();
    const kept = await fly.plugin.update(token, id, imported, next);
    expect(fly.writes()).toStrictEqual([["values.A"]]);
    expect(fly.names().sort()).toStrictEqual(["A", "THEIRS"]);
    expect((await fly.plugin.read(token, id, kept))?.inputs).toStrictEqual(next);
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
