import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const app = "/v1/apps/acme-web";
const path = `${app}/volumes`;
const image = "registry.fly.io/acme-web:deployment-01";

const create = (order: object = {}) => fly.call("POST", path, { name: "data", region: "ord", ...order });
const run = (volume: string, extra: object = {}) =>
  fly.call("POST", `${app}/machines`, {
    region: "ord",
    config: { image, mounts: [{ volume, path: "/data" }] },
    ...extra,
  });
const attached = async (id: string) => (await fly.call("GET", `${path}/${id}`)).body.attached_machine_id;

beforeEach(async () => {
  await createApp(fly);
});

describe("a volume", () => {
  it("is made with Fly's defaults, and reads back alike in the list", async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^vol_[0-9a-z]{16}$/),
      ...{ name: "data", state: "created", size_gb: 3, region: "ord", zone: expect.stringMatching(/^[0-9a-f]{4}$/) },
      ...{ encrypted: true, attached_machine_id: null, attached_alloc_id: null, created_at: "2026-01-05T10:00:02Z" },
      ...{ blocks: 0, block_size: 0, blocks_free: 0, blocks_avail: 0, fstype: "ext4" },
      ...{ snapshot_retention: 5, auto_backup_enabled: true, host_status: "ok", type: "local" },
    });
    expect((await fly.call("GET", path)).body).toEqual([body]);
    expect((await fly.call("GET", app)).body.volume_count).toBe(1);
  });

  it("of a name that there is already is another one", async () => {
    const [one, other] = [(await create()).body, (await create()).body];
    expect(one.id).not.toBe(other.id);
    expect((await fly.call("GET", path)).body).toHaveLength(2);
  });

  it.each([
    { name: "app-data" },
    { name: "x".repeat(31) },
    { region: "waw" },
    { snapshot_retention: 61 },
    { size_gb: 0 },
  ])("with %j is refused with 400", async (order) => {
    expect((await create(order)).status).toBe(400);
    expect((await fly.call("GET", path)).body).toEqual([]);
  });

  it("grows, and never shrinks", async () => {
    const { id } = (await create()).body;
    const extend = (size_gb: number) => fly.call("PUT", `${path}/${id}/extend`, { size_gb });
    const { status, body } = await extend(10);
    expect([status, body.volume.size_gb, body.needs_restart]).toEqual([200, 10, false]);
    expect((await extend(9)).status).toBe(400);
    expect((await fly.call("GET", `${path}/${id}`)).body.size_gb).toBe(10);
  });

  it("takes other snapshots, and keeps what is not named", async () => {
    const { id } = (await create()).body;
    const update = async (settings: object) => (await fly.call("PUT", `${path}/${id}`, settings)).body;
    expect(await update({ snapshot_retention: 14 })).toMatchObject({
      snapshot_retention: 14,
      auto_backup_enabled: true,
    });
    expect(await update({ auto_backup_enabled: false })).toMatchObject({
      ...{ snapshot_retention: 14, auto_backup_enabled: false },
    });
  });

  it("that is deleted stays listed as such, and takes no change", async () => {
    const { id } = (await create()).body;
    expect((await fly.call("DELETE", `${path}/${id}`)).body.state).toBe("pending_destroy");
    expect((await fly.call("GET", path)).body).toMatchObject([{ id, state: "pending_destroy" }]);
    expect((await fly.call("PUT", `${path}/${id}/extend`, { size_gb: 9 })).status).toBe(404);
    expect((await run(id)).body).toEqual({ error: "volume not found" });
    expect((await fly.call("GET", app)).body.volume_count).toBe(0);
  });

  it("goes with its app", async () => {
    const { id } = (await create()).body;
    await fly.call("DELETE", app);
    expect((await fly.call("GET", path)).status).toBe(400);
    for (let i = 0; i < 3; i++) await fly.call("GET", app);
    expect((await fly.call("GET", `${path}/${id}`)).status).toBe(404);
  });
});

describe("a mount", () => {
  it("attaches the volume of its id to the machine, which Fly then does not delete", async () => {
    const { id } = (await create()).body;
    const { body } = await run(id);
    expect(body.config.mounts).toEqual([{ volume: id, path: "/data", name: "data", size_gb: 3, encrypted: true }]);
    expect(await attached(id)).toBe(body.id);
    const refused = await fly.call("DELETE", `${path}/${id}`);
    const error = `failed_precondition: volume is currently bound to machine: ${body.id}`;
    expect([refused.status, refused.body]).toEqual([412, { error }]);
  });

  it("by name takes a volume in the machine's region that no machine has", async () => {
    const ids: string[] = [];
    for (const region of ["lhr", "ord", "ord"]) ids.push((await create({ region })).body.id);
    const mounted = async () => (await run("data")).body.config?.mounts[0].volume;
    expect([await mounted(), await mounted(), await mounted()]).toEqual([ids[1], ids[2], undefined]);
  });

  it.each([
    ["nowhere", {}, 404],
    ["data", { region: "lhr" }, 404],
  ])("of %s with %j finds no volume", async (volume, extra, status) => {
    await create();
    expect((await run(volume, extra)).status).toBe(status);
    expect((await fly.call("GET", `${app}/machines`)).body).toEqual([]);
  });

  it("of a volume in another region, or that a machine has, is refused", async () => {
    const { id } = (await create()).body;
    expect((await run(id, { region: "lhr" })).status).toBe(400);
    await run(id);
    expect((await run(id)).status).toBe(412);
  });

  it("stays through updates and cannot be changed, and ends when the machine is destroyed", async () => {
    const [id, other] = [(await create()).body.id, (await create()).body.id];
    const machine = (await run(id)).body;
    const update = (volume: string) =>
      fly.call("POST", `${app}/machines/${machine.id}`, { config: { image, mounts: [{ volume, path: "/data" }] } });
    expect((await update(id)).status).toBe(200);
    expect((await update(other)).status).toBe(400);
    expect(await attached(id)).toBe(machine.id);
    await fly.call("DELETE", `${app}/machines/${machine.id}?force=true`);
    expect(await attached(id)).toBe(machine.id);
    expect((await fly.call("GET", `${app}/machines/${machine.id}`)).body.state).toBe("destroyed");
    expect(await attached(id)).toBe(null);
    expect((await fly.call("DELETE", `${path}/${id}`)).status).toBe(200);
  });
});
