import { describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const order = { org_slug: "acme", plan: "basic", region: "ord" };

const create = async (): Promise<string> => (await fly.call("POST", "/v1/postgres", order)).body.data.id;

async function createReady(): Promise<string> {
  const id = await create();
  for (let i = 0; i < 4; i++) await fly.call("GET", `/v1/postgres/${id}`);
  return id;
}

describe("Managed Postgres clusters", () => {
  it("a new cluster answers 201, creating, without endpoints", async () => {
    const { status, body } = await fly.call("POST", "/v1/postgres", { ...order, name: "main", pg_major_version: "17" });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      name: "main",
      status: "creating",
      region: "ord",
      plan: "basic",
      disk_size_gb: 10,
      cpus: 2,
      cpu_kind: "shared",
      memory_mb: 1024,
      replicas: 1,
      pg_major_version: "17",
      postgis_enabled: false,
      endpoints: { primary: { direct: { host: "", port: 0 }, pooler: { host: "", port: 0 } } },
      organization: { name: "acme", slug: "acme" },
      created_at: "2026-01-05T10:00:01Z",
      attached_apps: [],
    });
  });

  it("it goes through its statuses as it is read, and has endpoints when it is ready", async () => {
    const id = await create();
    const read = async () => (await fly.call("GET", `/v1/postgres/${id}`)).body.data;
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await read()).status);
    expect(statuses).toEqual(["creating", "initializing", "initializing", "ready", "ready"]);
    expect((await read()).endpoints.primary).toEqual({
      direct: { host: `direct.${id}.flympg.net`, port: 5432 },
      pooler: { host: `pgbouncer.${id}.flympg.net`, port: 5432 },
    });
  });

  it.each([
    [{ plan: "huge" }, 422, /^invalid_argument: plan: /],
    [{ plan: undefined }, 422, /^invalid_argument: plan: /],
    [{ region: "cdg" }, 422, /^invalid_argument: region: /],
    [{ disk_size_gb: 5 }, 422, /^invalid_argument: disk_size_gb: /],
    [{ pg_major_version: "15" }, 422, /^invalid_argument: pg_major_version: /],
    [{ org_slug: "initech" }, 404, /^Organization not found$/],
  ])("a create with %j is refused with %i", async (change, status, error) => {
    const answer = await fly.call("POST", "/v1/postgres", { ...order, ...change });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(error);
  });

  it("the plan with a capital P is a plan", async () => {
    expect((await fly.call("POST", "/v1/postgres", { ...order, plan: "Performance" })).status).toBe(201);
  });

  it("a deleted cluster is 410 everywhere, and listed on demand until it is deleted", async () => {
    const id = await createReady();
    const deleted = await fly.call("DELETE", `/v1/postgres/${id}`);
    expect([deleted.status, deleted.body]).toEqual([202, undefined]);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/users"],
      ["POST", "/attachments"],
    ]) {
      const gone = await fly.call(method ?? "", `/v1/postgres/${id}${path}`);
      expect([gone.status, gone.body]).toEqual([410, { error: "This cluster has been deleted" }]);
    }
    const list = async (search: string) => (await fly.call("GET", `/v1/postgres?org_slug=acme${search}`)).body.data;
    expect(await list("")).toEqual([]);
    expect(await list("&include_deleted=true")).toMatchObject([
      { id, status: "deleted", deleted_at: "2026-01-05T10:00:02Z" },
    ]);
  });

  it("an unknown cluster, an unknown organization and a missing token are 404 in a list", async () => {
    const unknown = await fly.call("GET", "/v1/postgres/none");
    expect([unknown.status, unknown.body]).toEqual([404, { error: "Cluster not found" }]);
    for (const answer of [
      await fly.call("GET", "/v1/postgres?org_slug=initech"),
      await fly.call("GET", "/v1/postgres?org_slug=acme", undefined, {}),
    ])
      expect([answer.status, answer.body]).toEqual([404, { error: "Organization not found" }]);
    expect((await fly.call("GET", "/v1/postgres")).status).toBe(422);
  });

  it("work inside a cluster that is not ready is refused with 409", async () => {
    const id = await create();
    const { status, body } = await fly.call("POST", `/v1/postgres/${id}/users`, { username: "app", role: "writer" });
    expect([status, body]).toEqual([409, { error: "Cluster is not ready" }]);
  });
});

describe("databases of a cluster", () => {
  it("are listed, made and deleted", async () => {
    const path = `/v1/postgres/${await createReady()}/databases`;
    const made = await fly.call("POST", path, { name: "app" });
    expect([made.status, made.body]).toEqual([201, { data: { name: "app" } }]);
    expect((await fly.call("GET", path)).body).toEqual({ data: [{ name: "fly-db" }, { name: "app" }] });
    expect((await fly.call("DELETE", `${path}/app`)).status).toBe(204);
    expect((await fly.call("DELETE", `${path}/app`)).status).toBe(404);
  });

  it.each([
    [{}, 422, "name is required"],
    [{ name: "two words" }, 400, "Invalid name"],
    [{ name: "template1" }, 400, "name is reserved"],
    [{ name: "fly-db" }, 409, "Database already exists"],
  ])("%j is refused with %i", async (body, status, error) => {
    const answer = await fly.call("POST", `/v1/postgres/${await createReady()}/databases`, body);
    expect([answer.status, answer.body]).toEqual([status, { error }]);
  });
});

describe("users of a cluster", () => {
  it("are made without showing the password, which their credentials have", async () => {
    const path = `/v1/postgres/${await createReady()}/users`;
    const made = await fly.call("POST", path, { username: "app", role: "writer" });
    expect([made.status, made.body]).toEqual([201, { data: { username: "app", role: "writer" } }]);
    const read = async () => (await fly.call("GET", `${path}/app/credentials`)).body.data;
    const credentials = await read();
    expect(credentials).toEqual({ username: "app", password: expect.stringMatching(/^[0-9a-f]{24}$/) });
    expect(await read()).toEqual(credentials);
    expect((await fly.call("GET", path)).body.data).toEqual([
      { username: "fly-user", role: "schema_admin" },
      { username: "app", role: "writer" },
    ]);
  });

  it("have another password after a rotation, and when they are made again", async () => {
    const path = `/v1/postgres/${await createReady()}/users`;
    const credentials = async () => (await fly.call("GET", `${path}/app/credentials`)).body.data.password;
    await fly.call("POST", path, { username: "app", role: "writer" });
    const first = await credentials();
    const rotated = await fly.call("POST", `${path}/app/rotate_password`, { kill_sessions: true });
    expect([rotated.status, rotated.body.data.password]).toEqual([200, await credentials()]);
    await fly.call("DELETE", `${path}/app`);
    await fly.call("POST", path, { username: "app", role: "writer" });
    expect(new Set([first, rotated.body.data.password, await credentials()]).size).toBe(3);
  });

  it("change their role, and are gone when deleted", async () => {
    const path = `/v1/postgres/${await createReady()}/users`;
    const changed = await fly.call("PATCH", `${path}/fly-user`, { role: "reader" });
    expect([changed.status, changed.body]).toEqual([204, undefined]);
    expect((await fly.call("GET", path)).body.data).toEqual([{ username: "fly-user", role: "reader" }]);
    expect((await fly.call("PATCH", `${path}/fly-user`, { role: "owner" })).status).toBe(422);
    expect((await fly.call("DELETE", `${path}/fly-user`)).status).toBe(204);
    for (const [method, suffix] of [
      ["DELETE", ""],
      ["PATCH", ""],
      ["GET", "/credentials"],
      ["POST", "/rotate_password"],
    ]) {
      const gone = await fly.call(method ?? "", `${path}/fly-user${suffix}`);
      expect([gone.status, gone.body]).toEqual([404, { error: "User not found" }]);
    }
  });

  it.each([
    [{ role: "writer" }, 422, "username is required"],
    [{ username: "app" }, 422, "role must be one of schema_admin, writer, reader"],
    [{ username: "app", role: "owner" }, 422, "role must be one of schema_admin, writer, reader"],
    [{ username: "postgres", role: "writer" }, 400, "username is reserved"],
    [{ username: "1st", role: "writer" }, 400, "Invalid username"],
    [{ username: "fly-user", role: "writer" }, 409, "User already exists"],
  ])("%j is refused with %i", async (body, status, error) => {
    const answer = await fly.call("POST", `/v1/postgres/${await createReady()}/users`, body);
    expect([answer.status, answer.body]).toEqual([status, { error }]);
  });
});

describe("attachments of a cluster", () => {
  it("are a record that is made once, and set no secret", async () => {
    await createApp(fly);
    const id = await create();
    const path = `/v1/postgres/${id}/attachments`;
    const data = { postgres_cluster_id: id, app_name: "acme-web", attached_at: "2026-01-05T10:00:03Z" };
    const attached = await fly.call("POST", path, { app_name: "acme-web" });
    expect([attached.status, attached.body]).toEqual([201, { data }]);
    const again = await fly.call("POST", path, { app_name: "acme-web" });
    expect([again.status, again.body]).toEqual([200, { data }]);
    expect((await fly.call("GET", `/v1/postgres/${id}`)).body.data.attached_apps).toEqual([{ name: "acme-web" }]);
    expect((await fly.call("GET", "/v1/apps/acme-web/secrets")).body).toEqual({ secrets: [] });
    expect((await fly.call("DELETE", `${path}/acme-web`)).status).toBe(204);
    const gone = await fly.call("DELETE", `${path}/acme-web`);
    expect([gone.status, gone.body]).toEqual([404, { error: "Attachment not found" }]);
  });

  it("need an app of the cluster's organization", async () => {
    await fly.call("POST", "/v1/apps", { name: "globex-web", org_slug: "globex" });
    const path = `/v1/postgres/${await create()}/attachments`;
    for (const app_name of ["nowhere", "globex-web"]) {
      const { status, body } = await fly.call("POST", path, { app_name });
      expect([status, body]).toEqual([404, { error: "App not found" }]);
    }
  });
});
