import { beforeEach, describe, expect, it } from "vitest";
import { createApp, TOKEN, useFly } from "./served.ts";

const fly = useFly();
let path: string;

const withNonce = (nonce: string) => ({ authorization: `Bearer ${TOKEN}`, "fly-machine-lease-nonce": nonce });
const acquire = (ttl: number, headers?: Record<string, string>) =>
  fly.call("POST", `${path}/lease`, { ttl, description: "deploy" }, headers);
const expiry = (seconds: number) => Date.parse("2026-01-05T10:00:00Z") / 1000 + seconds;

describe("leases", () => {
  beforeEach(async () => {
    await createApp(fly);
    const machines = "/v1/apps/acme-web/machines";
    const { body } = await fly.call("POST", machines, { config: { image: "nginx" } });
    path = `${machines}/${body.id}`;
    await fly.call("GET", `${path}/wait`);
  });

  it("a lease is taken, read, and given back with its nonce", async () => {
    const { instance_id } = (await fly.call("GET", path)).body;
    const { status, body } = await acquire(100);
    expect(status).toBe(201);
    expect(body).toEqual({
      status: "success",
      data: {
        nonce: expect.stringMatching(/^[0-9a-f]{12}$/),
        expires_at: expiry(105),
        owner: "tok_1@tokens.fly.io",
        description: "deploy",
        version: instance_id,
      },
    });
    expect((await fly.call("GET", `${path}/lease`)).body).toEqual(body);
    expect((await fly.call("DELETE", `${path}/lease`)).status).toBe(400);
    const released = await fly.call("DELETE", `${path}/lease`, undefined, withNonce(body.data.nonce));
    expect([released.status, released.body]).toEqual([200, { ok: true }]);
    expect((await fly.call("GET", `${path}/lease`)).status).toBe(404);
    expect((await fly.call("DELETE", `${path}/lease`)).status).toBe(404);
  });

  it("with the nonce it is extended, as fly-go does it with the query", async () => {
    const { nonce } = (await acquire(100)).body.data;
    const { status, body } = await fly.call("POST", `${path}/lease?ttl=500`, undefined, withNonce(nonce));
    expect([status, body.data.nonce, body.data.expires_at]).toEqual([201, nonce, expiry(506)]);
  });

  it("somebody else cannot take it, nor change the machine", async () => {
    await acquire(100);
    const id = path.split("/").at(-1);
    const error = `machine ID ${id} lease currently held by tok_1@tokens.fly.io, expires at 2026-01-05T10:01:45Z`;
    const calls = [
      ["POST", `${path}/lease`, { ttl: 5 }],
      ["POST", path, { config: { image: "nginx:2" } }],
      ["DELETE", `${path}?force=true`, undefined],
      ...["start", "stop", "suspend", "restart", "cordon", "uncordon"].map(
        (verb) => ["POST", `${path}/${verb}`] as const,
      ),
    ] as const;
    for (const [method, url, body] of calls) {
      const answer = await fly.call(method, url, body);
      expect([url, answer.status, answer.body]).toEqual([url, 409, { error }]);
    }
    expect((await fly.call("GET", path)).body).toMatchObject({ state: "started", cordoned: false });
  });

  it("the holder changes the machine; metadata need no lease", async () => {
    const { nonce } = (await acquire(100)).body.data;
    const config = { image: "nginx:2" };
    expect((await fly.call("POST", path, { config }, withNonce(nonce))).status).toBe(200);
    expect((await fly.call("POST", `${path}/metadata/k`, { value: "v" })).status).toBe(204);
  });

  it("it expires", async () => {
    await acquire(2);
    expect((await fly.call("POST", `${path}/stop`)).status).toBe(409);
    expect((await fly.call("POST", `${path}/stop`)).status).toBe(200);
    expect((await fly.call("GET", `${path}/lease`)).status).toBe(404);
  });

  it("create and update can take it along", async () => {
    const config = { image: "nginx" };
    const created = (await fly.call("POST", "/v1/apps/acme-web/machines", { config, lease_ttl: 100 })).body;
    const url = `/v1/apps/acme-web/machines/${created.id}`;
    expect((await fly.call("POST", url, { config })).status).toBe(409);
    const updated = await fly.call("POST", url, { config, lease_ttl: 100 }, withNonce(created.nonce));
    expect(updated.body.nonce).toBe(created.nonce);
    expect((await fly.call("GET", url)).body.nonce).toBe(undefined);
  });
});
