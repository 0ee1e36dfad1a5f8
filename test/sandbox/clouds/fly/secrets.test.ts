import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const path = "/v1/apps/acme-web/secrets";

const update = (values: Record<string, unknown>) => fly.call("POST", path, { values });
const digestOf = async (name: string) => (await fly.call("GET", `${path}/${name}`)).body.digest;

describe("secrets", () => {
  beforeEach(async () => {
    await createApp(fly);
  });

  it("a bulk write sets, keeps what it does not name, and deletes what is null, in one version", async () => {
    await update({ KEPT: "1", GONE: "2" });
    const { status, body } = await update({ NEW: "3", GONE: null, NEVER_THERE: null });
    expect(status).toBe(200);
    expect({ ...body, secrets: body.secrets.map(({ name }: { name: string }) => name) }).toEqual({
      version: 2,
      Version: 2,
      secrets: ["KEPT", "NEW"],
    });
  });

  it("the version moves at every write, also one that changes nothing", async () => {
    const versions = [await update({ A: "1" }), await update({ A: "1" }), await update({})];
    expect(versions.map(({ body }) => body.version)).toEqual([1, 2, 3]);
  });

  it("a list has names, digests and times, and no values", async () => {
    await update({ A: "1" });
    await update({ A: "2" });
    const { status, body } = await fly.call("GET", `${path}?show_secrets=true`);
    expect(status).toBe(200);
    expect(body).toEqual({
      secrets: [
        {
          name: "A",
          digest: expect.stringMatching(/^[0-9a-f]{32}$/),
          created_at: "2026-01-05T10:00:02Z",
          updated_at: "2026-01-05T10:00:03Z",
        },
      ],
    });
  });

  it("a digest is the same for the same value, another for another, and no plain hash", async () => {
    await update({ A: "one", B: "one", C: "two" });
    const [a, b, c] = [await digestOf("A"), await digestOf("B"), await digestOf("C")];
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    expect(createHash("sha256").update("one").digest("hex")).not.toContain(a);
    expect(createHash("md5").update("one").digest("hex")).not.toBe(a);
  });

  it("one secret can be set, read and deleted alone", async () => {
    const set = await fly.call("POST", `${path}/A`, { value: "1" });
    expect(set.status).toBe(201);
    const secret = {
      name: "A",
      digest: await digestOf("A"),
      created_at: "2026-01-05T10:00:02Z",
      updated_at: "2026-01-05T10:00:02Z",
    };
    expect(set.body).toEqual({ ...secret, version: 1, Version: 1 });
    expect((await fly.call("GET", `${path}/A`)).body).toEqual(secret);
    const deleted = await fly.call("DELETE", `${path}/A`);
    expect([deleted.status, deleted.body]).toEqual([200, { version: 2, Version: 2 }]);
    for (const method of ["GET", "DELETE"]) {
      const gone = await fly.call(method, `${path}/A`);
      expect([gone.status, gone.body]).toEqual([404, { error: "secret not found" }]);
    }
  });

  it("a name that is not an environment variable is refused, and the rest of the write with it", async () => {
    const { status, body } = await update({ GOOD: "1", "NOT-GOOD": "2" });
    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid secret name "NOT-GOOD": only letters, numbers and underscores' });
    expect((await fly.call("GET", path)).body).toEqual({ secrets: [] });
  });

  it("one secret with such a name is refused too", async () => {
    expect((await fly.call("POST", `${path}/NOT-GOOD`, { value: "1" })).status).toBe(400);
  });

  it("a value that is not a string is refused without repeating it", async () => {
    const { status, body } = await update({ A: 13579 });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain("13579");
  });

  it.each(["min_version", "version"])(
    "a list with %s waits for no version that was never written",
    async (parameter) => {
      await update({ A: "1" });
      expect((await fly.call("GET", `${path}?${parameter}=1`)).status).toBe(200);
      const { status, body } = await fly.call("GET", `${path}?${parameter}=2`);
      expect([status, body]).toEqual([412, { error: "min_secrets_version 2 is not yet available on this app" }]);
    },
  );

  it("an empty value is a value", async () => {
    await update({ EMPTY: "" });
    expect((await fly.call("GET", path)).body.secrets).toHaveLength(1);
  });

  it("secrets of an unknown app are 404", async () => {
    const { status, body } = await fly.call("POST", "/v1/apps/nowhere/secrets", { values: {} });
    expect([status, body]).toEqual([404, { error: "app not found" }]);
  });
});
