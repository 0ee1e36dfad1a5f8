import { beforeEach, describe, expect, test } from "vitest";
import { secretsDefinition } from "../../../src/provider/fly/secrets.ts";
import { secret, unknown } from "../../plugin/harness.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startFly } from "./fly-plugin.ts";
import { create, declare, failureOf, id, remainsOf, startWithApp, token } from "./secrets-stand.ts";

beforeEach(skipPauses);

test("secrets live from check to delete", async () => {
  const fly = await startWithApp();
  const steps: string[][] = [];
  await liveThrough(fly.plugin, {
    token,
    inputs: { app: "plyr-api", values: { A: "1", B: "2" } },
    updates: [
      {
        inputs: { app: "plyr-api", values: { B: "two", C: "3" } },
        changes: { "values.A": "delete", "values.B": "update", "values.C": "add" },
      },
    ],
    observe: (step, kept) => {
      steps.push(fly.names());
      if (!kept) return;
      expect(kept.id).toBe(id);
      expect(kept.inputs.values).toStrictEqual(secret(step === "created" ? { A: "1", B: "2" } : { B: "two", C: "3" }));
      expect(kept.outputs).toMatchObject({
        version: fly.app.secrets.version,
        rolledOutVersion: fly.app.secrets.version,
        digests: Object.fromEntries(fly.names().map((name) => [name, fly.digestOf(name)])),
      });
    },
  });
  expect(steps).toStrictEqual([["A", "B"], ["B", "C"], []]);
});

test("names that Fly or a shell would refuse are refused by Check, each at its own path", async () => {
  const { plugin } = await startFly(secretsDefinition);
  const values = { "A-B": "1", FLY_REGION: "2", OK: "3" };
  const { failures } = await plugin.check(token, { app: "plyr-api", values });
  expect(failures.map(([property]) => property)).toStrictEqual(['values["A-B"]', "values.FLY_REGION"]);
});

test("another app replaces them", async () => {
  const fly = await startWithApp();
  const kept = await create(fly, { A: "1" });
  const diff = await fly.plugin.diff(token, kept, { ...kept.inputs, app: "plyr-web" });
  expect(diff.replaces).toStrictEqual(["app"]);
});

describe("a write", () => {
  test("is one request for all", async () => {
    const fly = await startWithApp();
    await create(fly, { A: "1", B: "2" });
    expect(fly.writes()).toStrictEqual([["values.A", "values.B"]]);
  });

  test("holds what changed and what was removed, nothing else", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1", B: "2", C: "3" });
    fly.takeCalls();
    await fly.plugin.update(token, id, before, await declare(fly, { A: "1", B: "two", D: "4" }));
    expect(fly.writes()).toStrictEqual([["values.B", "values.D", "values.C"]]);
    expect(fly.names().sort()).toStrictEqual(["A", "B", "D"]);
  });

  test("is read back at the version that it made, beside the machines that are to have it", async () => {
    const fly = await startWithApp();
    await fly.call("POST", "/apps/plyr-api/secrets", { values: { THEIRS: "x" } });
    fly.takeCalls();
    await create(fly, { A: "1" });
    const [looked, written, ...after] = fly.takeCalls().map(({ method, path }) => `${method} ${path}`);
    expect([looked, written]).toStrictEqual(["GET /v1/apps/plyr-api/secrets", "POST /v1/apps/plyr-api/secrets"]);
    expect(after.sort()).toStrictEqual([
      "GET /v1/apps/plyr-api/machines",
      "GET /v1/apps/plyr-api/secrets?min_version=2",
    ]);
  });

  test("does not happen when nothing changed", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1" });
    fly.takeCalls();
    await fly.plugin.update(token, id, before, before.inputs);
    expect(fly.takeCalls()).toStrictEqual([]);
  });

  test("does not happen for no values", async () => {
    const fly = await startWithApp();
    const kept = await create(fly, {});
    expect(fly.takeWrites()).toStrictEqual([]);
    expect(kept.outputs).toMatchObject({ version: 0, digests: {}, rolledOutVersion: 0 });
  });

  test("leaves its outputs unknown in the preview", async () => {
    const fly = await startWithApp();
    const kept = await create(fly, { A: "1" });
    const preview = await fly.plugin.previewUpdate(token, id, kept, await declare(fly, { A: "2" }));
    expect(preview).toMatchObject({ version: unknown, digests: unknown, rolledOutVersion: unknown });
    const staged = await fly.plugin.previewUpdate(token, id, kept, await declare(fly, { A: "1" }, {}, "staged"));
    expect(staged).toMatchObject({ version: 1, rolledOutVersion: unknown });
  });

  test.each([423, 429, 409, 502])("that is answered %i is tried again", async (status) => {
    const fly = await startWithApp();
    fly.fail("fly.updateSecrets", "refuse", { status });
    await create(fly, { A: "1" });
    expect(fly.names()).toStrictEqual(["A"]);
  });

  test("whose answer is lost is sent again: the same values twice are the same values", async () => {
    const fly = await startWithApp();
    fly.fail("fly.updateSecrets", "lose");
    const kept = await create(fly, { A: "1" });
    expect(fly.writes()).toHaveLength(2);
    expect(kept.outputs).toMatchObject({ version: 2, digests: { A: fly.digestOf("A") } });
  });

  test("that Fly refuses changes nothing and keeps nothing", async () => {
    const fly = await startWithApp();
    fly.fail("fly.updateSecrets", "refuse", { status: 400 });
    const failure = await failureOf(create(fly, { A: "hunter2" }));
    expect(failure.message).toMatch(
      /^Fly refused to write secrets of app "plyr-api": 400 bad request \(POST \/v1\/apps\/plyr-api\/secrets, request [\w-]+\)\.\n {2}Fix: change what Fly names, then run the same command again$/,
    );
    expect(failure.remains).toBeUndefined();
  });

  test("that Fly dropped in silence fails, and is sent again by the next run", async () => {
    const fly = await startWithApp();
    fly.fail("fly.updateSecrets", "drop");
    const failure = await failureOf(create(fly, { A: "1", B: "2" }));
    expect(failure.message).toBe(
      'It is not certain that Fly has the new secrets of app "plyr-api": it answered that all is set, but its list does not show the change of A, B.\n' +
        "  Fix: see what Fly has, and send them once more\n  Run: fly secrets list -a plyr-api\n  Run: pulumi up --stack staging",
    );
    const remains = remainsOf(failure);
    expect(remains).toMatchObject({ id, outputs: { digests: { A: "", B: "" }, rolledOutVersion: 0 } });
    const kept = await fly.plugin.update(token, id, remains, remains.inputs);
    expect(kept.outputs.digests).toStrictEqual({ A: fly.digestOf("A"), B: fly.digestOf("B") });
  });

  test("whose change Fly dropped in silence shows by the old digest", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1", B: "2" });
    fly.fail("fly.updateSecrets", "drop");
    const failure = await failureOf(fly.plugin.update(token, id, before, await declare(fly, { A: "one", B: "2" })));
    expect(failure.message).toContain("does not show the change of A.");
    expect(remainsOf(failure).outputs.digests).toStrictEqual({ A: "", B: fly.digestOf("B") });
  });

  test("that removes, dropped in silence, fails and is sent again by the next run", async () => {
    const fly = await startWithApp();
    const before = await create(fly, { A: "1", B: "2" });
    fly.fail("fly.updateSecrets", "drop");
    const failure = await failureOf(fly.plugin.update(token, id, before, await declare(fly, { A: "1" })));
    expect(failure.message).toContain("does not show the change of B.");
    const remains = remainsOf(failure);
    fly.takeCalls();
    const kept = await fly.plugin.update(token, id, remains, remains.inputs);
    expect(fly.writes()).toStrictEqual([["values.B"]]);
    expect(kept.outputs.digests).toStrictEqual({ A: fly.digestOf("A") });
    expect(fly.names()).toStrictEqual(["A"]);
  });

  test("whose read-back fails is kept as uncertain", async () => {
    const fly = await startWithApp();
    const kept = await create(fly, { A: "1" });
    fly.fail("fly.listSecrets", "refuse", { status: 403 });
    const failure = await failureOf(fly.plugin.update(token, id, kept, await declare(fly, { A: "2" })));
    expect(failure.message).toContain(
      'not certain that Fly has the new secrets of app "plyr-api": Fly refused to list',
    );
    expect(remainsOf(failure).outputs).toMatchObject({ version: 2, digests: { A: "" }, rolledOutVersion: 1 });
  });

  test("to an app that is not there says so", async () => {
    const { plugin } = await startFly(secretsDefinition);
    await expect(plugin.create(token, { app: "nowhere", values: { A: "1" }, rollout: "rolling" })).rejects.toThrow(
      'Fly has no app "nowhere" to set secrets on.\n  Fix: declare it, or correct the name',
    );
  });
});
