import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
let path: string;
const read = async () => (await fly.call("GET", `${path}/metadata`)).body;

describe("metadata of a machine", () => {
  beforeEach(async () => {
    await createApp(fly);
    const machines = "/v1/apps/acme-web/machines";
    const config = { image: "nginx", metadata: { a: "1", b: "2" } };
    const { body } = await fly.call("POST", machines, { config });
    path = `${machines}/${body.id}`;
  });

  it("PATCH merges and null removes; the config has the result, the version stays", async () => {
    const before = (await fly.call("GET", path)).body;
    const patched = await fly.call("PATCH", `${path}/metadata`, { metadata: { b: null, c: "3" } });
    expect([patched.status, patched.body]).toEqual([204, undefined]);
    const after = (await fly.call("GET", path)).body;
    expect(after.config.metadata).toEqual({ a: "1", c: "3" });
    expect(after.instance_id).toBe(before.instance_id);
  });

  it("PUT replaces", async () => {
    await fly.call("PUT", `${path}/metadata`, { metadata: { c: "3" } });
    expect(await read()).toEqual({ c: "3" });
  });

  it("a write meant for another version is refused with 412", async () => {
    const body = { metadata: { c: "3" }, machine_version: "01HVOLD" };
    expect((await fly.call("PATCH", `${path}/metadata`, body)).status).toBe(412);
    expect(await read()).toEqual({ a: "1", b: "2" });
  });

  it("one key can be set, read and removed", async () => {
    expect((await fly.call("POST", `${path}/metadata/c`, { value: "3" })).status).toBe(204);
    const { status, body } = await fly.call("GET", `${path}/metadata/c`);
    expect([status, body]).toEqual([200, { value: "3" }]);
    expect((await fly.call("DELETE", `${path}/metadata/c`)).status).toBe(204);
    const gone = await fly.call("GET", `${path}/metadata/c`);
    expect([gone.status, gone.body]).toEqual([404, { error: "metadata key not found" }]);
    expect(await read()).toEqual({ a: "1", b: "2" });
  });
});
