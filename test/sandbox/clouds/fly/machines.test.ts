import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const path = "/v1/apps/acme-web/machines";
const image = "registry.fly.io/acme-web:deployment-01";

const create = (extra: object = {}) =>
  fly.call("POST", path, { name: "web-1", region: "ord", config: { image }, ...extra });
const configOf = async (config: object) => (await create({ config: { image, ...config } })).body.config;
const setSecret = (value: string) => fly.call("POST", "/v1/apps/acme-web/secrets", { values: { A: value } });
const bootedWith = (id: string) => fly.state.apps["acme-web"]?.machines[id]?.secretsVersion;

describe("machines", () => {
  beforeEach(async () => {
    await createApp(fly);
  });

  it("a machine is created, then starts, one state a read", async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{14}$/),
      name: "web-1",
      state: "created",
      region: "ord",
      instance_id: expect.stringMatching(/^01HV[0-9A-F]{22}$/),
      version: body.instance_id,
      private_ip: "fdaa:0:1:a7b:1::2",
      config: { image, init: {}, restart: {}, guest: { cpu_kind: "shared", cpus: 1, memory_mb: 256 } },
      incomplete_config: null,
      image_ref: {
        registry: "registry.fly.io",
        repository: "acme-web",
        tag: "deployment-01",
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        labels: null,
      },
      created_at: "2026-01-05T10:00:02Z",
      updated_at: "2026-01-05T10:00:02Z",
      events: [
        {
          id: expect.stringMatching(/^01HV[0-9A-F]{22}$/),
          type: "launch",
          status: "created",
          source: "user",
          timestamp: Date.parse("2026-01-05T10:00:02Z"),
        },
      ],
      checks: [],
      host_status: "ok",
      cordoned: false,
    });
    const states = [];
    for (let i = 0; i < 3; i++) states.push((await fly.call("GET", `${path}/${body.id}`)).body.state);
    expect(states).toEqual(["starting", "started", "started"]);
    expect((await fly.call("GET", "/v1/apps/acme-web")).body).toMatchObject({ status: "deployed", machine_count: 1 });
  });

  it("a machine that is not launched stays created", async () => {
    const { id } = (await create({ skip_launch: true })).body;
    expect((await fly.call("GET", `${path}/${id}`)).body.state).toBe("created");
  });

  it("autostop reads back as booleans but for suspend, in every answer", async () => {
    const values = ["off", "stop", "suspend", true, false];
    const services = values.map((autostop) => ({ internal_port: 8080, autostop }));
    const created = (await create({ config: { image, services } })).body;
    const url = `${path}/${created.id}`;
    const named = { image, services: services.slice(0, 3) };
    const answers = [
      created,
      (await fly.call("GET", url)).body,
      (await fly.call("GET", path)).body[0],
      (await fly.call("POST", url, { config: named })).body,
    ];
    const read = answers.map(({ config }) => config.services.map((one: { autostop: unknown }) => one.autostop));
    const all = [false, true, "suspend", true, false];
    expect(read).toEqual([all, all, all, [false, true, "suspend"]]);
  });

  it("durations read back as Go writes them, and numbers are nanoseconds", async () => {
    const config = await configOf({
      services: [
        { internal_port: 8080, checks: [{ type: "http", interval: "60s", timeout: "1500ms", grace_period: "1h" }] },
      ],
      checks: { alive: { type: "tcp", port: 8080, interval: 15_000_000_000 } },
      stop_config: { signal: "SIGTERM", timeout: "90s" },
    });
    expect(config.services[0].checks[0]).toEqual({
      type: "http",
      interval: "1m0s",
      timeout: "1.5s",
      grace_period: "1h0m0s",
    });
    expect(config.checks.alive.interval).toBe("15s");
    expect(config.stop_config).toEqual({ signal: "SIGTERM", timeout: "1m30s" });
  });

  it("checks of a machine that runs pass", async () => {
    const config = {
      image,
      services: [{ internal_port: 8080, checks: [{ type: "http", port: 8080 }] }],
      checks: { alive: { type: "tcp", port: 9 } },
    };
    const { id } = (await create({ config })).body;
    await fly.call("GET", `${path}/${id}/wait`);
    const checks = (await fly.call("GET", `${path}/${id}`)).body.checks;
    expect(checks.map(({ name, status }: { name: string; status: string }) => [name, status])).toEqual([
      ["alive", "passing"],
      ["servicecheck-00-http-8080", "passing"],
    ]);
  });

  it.each([
    [{}, /^invalid_argument: config\.image: /],
    [{ image, guest: { cpu_kind: "shared", cpus: 2, memory_mb: 256 } }, /guest\.memory_mb 256$/],
    [{ image, guest: { cpu_kind: "shared", cpus: 1, memory_mb: 300 } }, /guest\.memory_mb 300$/],
    [{ image, checks: { a: { type: "tcp", interval: "1s" } } }, /interval must be at least 2s$/],
    [{ image, checks: { a: { type: "tcp", timeout: "61s" } } }, /timeout must be at most 1m0s$/],
    [{ image, checks: { a: { type: "tcp", interval: "soon" } } }, /invalid duration "soon"$/],
  ])("the config %j is refused with 400", async (config, error) => {
    const { status, body } = await create({ config });
    expect(status).toBe(400);
    expect(body.error).toMatch(error);
  });

  it("an unknown region is refused, a missing one is the nearest", async () => {
    expect((await create({ region: "waw" })).status).toBe(400);
    const { body } = await fly.call("POST", path, { config: { image } });
    expect(body.region).toBe("iad");
  });

  it("a name that a machine of the app has is refused with 409", async () => {
    const { id } = (await create()).body;
    const { status, body } = await create();
    const error = `already_exists: unique machine name violation, machine ID ${id} already exists with name "web-1"`;
    expect([status, body]).toEqual([409, { error }]);
  });

  it("an update replaces the config, changes the version, and leaves name and region", async () => {
    const before = (await create({ config: { image, env: { A: "1" } } })).body;
    const { status, body } = await fly.call("POST", `${path}/${before.id}`, {
      name: "other",
      region: "lhr",
      config: { image: "ghcr.io/acme/web:2" },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: before.id, name: "web-1", region: "ord", state: "replacing" });
    expect(body.config.env).toBe(undefined);
    expect(body.image_ref).toMatchObject({ registry: "ghcr.io", repository: "acme/web", tag: "2" });
    expect(body.instance_id).not.toBe(before.instance_id);
    expect((await fly.call("GET", `${path}/${before.id}/wait?version=${body.instance_id}`)).body.state).toBe("started");
  });

  it("an update without launch ends stopped", async () => {
    const { id } = (await create()).body;
    await fly.call("POST", `${path}/${id}`, { config: { image }, skip_launch: true });
    expect((await fly.call("GET", `${path}/${id}`)).body.state).toBe("stopped");
    expect((await fly.call("GET", "/v1/apps/acme-web")).body.status).toBe("suspended");
  });

  it("an update of another version than the current one is refused", async () => {
    const { id, instance_id } = (await create()).body;
    const update = (current_version: string) =>
      fly.call("POST", `${path}/${id}`, { config: { image }, current_version });
    const { status, body } = await update("01HVOLD");
    expect([status, body]).toEqual([409, { error: "aborted: machine update failed due to concurrent update" }]);
    expect((await update(instance_id)).status).toBe(200);
  });

  it("a machine keeps the secrets it was made with until it is updated", async () => {
    await setSecret("one");
    const { id } = (await create()).body;
    expect(bootedWith(id)).toBe(1);
    await setSecret("two");
    await fly.call("GET", `${path}/${id}/wait`);
    await fly.call("POST", `${path}/${id}/restart`);
    expect(bootedWith(id)).toBe(1);
    await fly.call("POST", `${path}/${id}`, { config: { image }, min_secrets_version: 2 });
    expect(bootedWith(id)).toBe(2);
    await fly.call("POST", `${path}/${id}`, { config: { image }, skip_secrets: true });
    expect(bootedWith(id)).toBe(null);
  });

  it("secrets of a version that is not written yet refuse the machine", async () => {
    await setSecret("one");
    const { status, body } = await create({ min_secrets_version: 2 });
    expect([status, body]).toEqual([412, { error: "min_secrets_version 2 is not yet available on this app" }]);
    expect((await fly.call("GET", path)).body).toEqual([]);
  });

  it("a list can be narrowed by region, state and metadata", async () => {
    await create({ config: { image, metadata: { fly_process_group: "app" } } });
    await create({ name: "web-2", region: "lhr", skip_launch: true });
    const names = async (search: string) =>
      (await fly.call("GET", path + search)).body.map(({ name }: { name: string }) => name);
    expect(await names("")).toEqual(["web-1", "web-2"]);
    expect(await names("?region=lhr")).toEqual(["web-2"]);
    expect(await names("?state=created,stopped")).toEqual(["web-2"]);
    expect(await names("?metadata.fly_process_group=app")).toEqual(["web-1"]);
  });

  it("a machine that runs is only destroyed by force, and then gone after it was seen destroyed", async () => {
    const { id } = (await create()).body;
    const refused = await fly.call("DELETE", `${path}/${id}`);
    const error = "failed_precondition: unable to destroy machine, not currently stopped";
    expect([refused.status, refused.body]).toEqual([412, { error }]);
    const deleted = await fly.call("DELETE", `${path}/${id}?force=true`);
    expect([deleted.status, deleted.body]).toEqual([200, { ok: true }]);
    expect((await fly.call("GET", `${path}/${id}`)).body.state).toBe("destroyed");
    expect((await fly.call("GET", path)).body).toEqual([]);
    expect((await fly.call("GET", `${path}?include_deleted=true`)).body).toHaveLength(1);
    const gone = await fly.call("GET", `${path}/${id}`);
    expect([gone.status, gone.body]).toEqual([404, { error: "machine not found" }]);
  });

  it("fly-go's word kill destroys too", async () => {
    const { id } = (await create()).body;
    expect((await fly.call("DELETE", `${path}/${id}?kill=true`)).status).toBe(200);
  });
});
