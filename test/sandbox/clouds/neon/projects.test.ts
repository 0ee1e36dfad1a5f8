import { expect, test } from "vitest";
import { orgId, refusal, serveNeon } from "./serve-neon.ts";

test("a new project has a branch, a role, a database, a computing endpoint and a URI to it", async () => {
  const neon = await serveNeon();
  const { status, body } = await neon.call("POST", "/projects", {
    project: {
      name: "relay-production",
      region_id: "aws-eu-central-1",
      org_id: orgId,
      history_retention_seconds: 86_400,
      branch: { name: "trunk", role_name: "app_owner", database_name: "app" },
      default_endpoint_settings: { autoscaling_limit_min_cu: 0.25, autoscaling_limit_max_cu: 1 },
    },
  });
  const { project, branch, endpoints, connection_uris, roles, databases } = body;
  const [endpoint] = endpoints;
  const now = "2026-01-05T10:00:01Z";
  const branch_id = branch.id;
  const password = roles[0].password;
  const zone = "c-2.eu-central-1.aws.neon.tech";
  const uri = `postgresql://app_owner:${password}@${endpoint.id}.${zone}/app?sslmode=require&channel_binding=require`;
  expect(status).toBe(201);
  expect(project.id).toMatch(/^[a-z]+-[a-z]+-\d{8}$/);
  expect(branch_id).toMatch(/^br-[a-z]+-[a-z]+-[a-z0-9]{8}$/);
  expect(endpoint.id).toMatch(/^ep-[a-z]+-[a-z]+-[a-z0-9]{8}$/);
  expect(password).toMatch(/^npg_[A-Za-z0-9]{12}$/);
  expect(body).toMatchObject({
    project: {
      name: "relay-production",
      region_id: "aws-eu-central-1",
      pg_version: 17,
      proxy_host: zone,
      store_passwords: true,
      history_retention_seconds: 86_400,
      default_endpoint_settings: { autoscaling_limit_min_cu: 0.25, autoscaling_limit_max_cu: 1 },
      settings: { allowed_ips: { ips: [], protected_branches_only: false } },
      org_id: orgId,
      owner_id: orgId,
      created_at: now,
    },
    connection_uris: [
      {
        connection_uri: uri,
        connection_parameters: {
          database: "app",
          password,
          role: "app_owner",
          host: `${endpoint.id}.${zone}`,
          pooler_host: `${endpoint.id}-pooler.${zone}`,
        },
      },
    ],
    roles: [{ branch_id, name: "app_owner", protected: false }],
    databases: [{ branch_id, name: "app", owner_name: "app_owner" }],
    branch: { name: "trunk", current_state: "init", pending_state: "ready", default: true, protected: false },
    endpoints: [
      {
        branch_id,
        type: "read_write",
        current_state: "init",
        autoscaling_limit_max_cu: 1,
        host: `${endpoint.id}.${zone}`,
      },
    ],
  });
  expect(branch).not.toHaveProperty("parent_id");
  expect(connection_uris).toHaveLength(1);
  expect(databases).toHaveLength(1);
});

test("what is not asked for gets Neon's defaults, the project's id as its name among them", async () => {
  const neon = await serveNeon();
  const { project, branch, roles, databases } = await neon.project();
  expect(project.name).toBe(project.id);
  expect([branch.name, roles[0].name, databases[0].name]).toEqual(["main", "neondb_owner", "neondb"]);
});

test.each([
  ["POST", "/projects", { project: { name: "relay" } }],
  ["GET", "/projects", undefined],
])("%s %s without an organization answers 400", async (method, path, body) => {
  const neon = await serveNeon();
  const text = "org_id is required, you can find it on your organization settings page";
  expect(await neon.call(method, path, body)).toMatchObject({ status: 400, body: refusal(text) });
});

test("a name that is taken makes a second project", async () => {
  const neon = await serveNeon();
  const first = await neon.project({ name: "relay" });
  const second = await neon.project({ name: "relay" });
  expect(second.project.id).not.toBe(first.project.id);
  const { body } = await neon.call("GET", `/projects?org_id=${orgId}&search=relay`);
  expect(body.projects.map(({ id }) => id)).toEqual([first.project.id, second.project.id]);
});

test("projects are listed by organization and by part of name or id, in pages whose cursor outlasts the last", async () => {
  const neon = await serveNeon();
  for (const name of ["relay-a", "relay-b", "relay-c", "other"]) await neon.project({ name });
  await neon.project({ name: "relay-elsewhere", org_id: "org-other-sea-87654321" });
  const path = `/projects?org_id=${orgId}&search=relay&limit=2`;
  const first = (await neon.call("GET", path)).body;
  const second = (await neon.call("GET", `${path}&cursor=${first.pagination.cursor}`)).body;
  const third = (await neon.call("GET", `${path}&cursor=${second.pagination.cursor}`)).body;
  const names = [first, second, third].map(({ projects }) => projects.map(({ name }) => name));
  expect(names).toEqual([["relay-a", "relay-b"], ["relay-c"], []]);
  expect(third.pagination).toBeUndefined();
  expect(first.projects[0]).toMatchObject({ active_time: 0, org_name: orgId });
  expect(first.projects[0]).not.toHaveProperty("compute_time_seconds");
});

test("a list gives ten projects when no limit is sent", async () => {
  const neon = await serveNeon();
  for (let made = 0; made < 11; made++) await neon.call("POST", "/projects", { project: { org_id: orgId } });
  expect((await neon.call("GET", `/projects?org_id=${orgId}`)).body.projects).toHaveLength(10);
});

test("a rename changes the project at once, a new history only after an operation", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project({ name: "relay" });
  const path = `/projects/${project.id}`;
  const renamed = await neon.call("PATCH", path, { project: { name: "relay-2" } });
  expect(renamed).toMatchObject({ status: 200, body: { project: { name: "relay-2" }, operations: [] } });
  const kept = await neon.call("PATCH", path, { project: { history_retention_seconds: 3600 } });
  expect(kept.body.operations.map(({ action }) => action)).toEqual(["apply_storage_config"]);
  expect((await neon.call("GET", path)).body.project).toMatchObject({
    name: "relay-2",
    history_retention_seconds: 3600,
  });
});

const historyText =
  'requested history retention seconds exceeds allowed maximum; requested_history_retention_seconds:"604800", max:"21600"';

test("history beyond the plan answers 400, at creation and later", async () => {
  const neon = await serveNeon((state) => {
    state.plan = "free";
  });
  const asked = { history_retention_seconds: 604_800 };
  const { project } = await neon.project();
  const created = await neon.call("POST", "/projects", { project: { org_id: orgId, ...asked } });
  const updated = await neon.call("PATCH", `/projects/${project.id}`, { project: asked });
  for (const answer of [created, updated]) {
    expect(answer).toMatchObject({ status: 400, body: refusal(historyText) });
  }
});

test("logical replication suspends the computes and cannot be turned off again", async () => {
  const neon = await serveNeon();
  const { project, endpoints } = await neon.project();
  const path = `/projects/${project.id}`;
  const on = await neon.done("PATCH", path, { project: { settings: { enable_logical_replication: true } } });
  expect(on.body.operations.map(({ action }) => action)).toEqual(["suspend_compute"]);
  expect((await neon.call("GET", `${path}/endpoints/${endpoints[0].id}`)).body.endpoint.current_state).toBe("idle");
  const off = await neon.call("PATCH", path, { project: { settings: { enable_logical_replication: false } } });
  expect(off.status).toBe(400);
  const other = await neon.call("PATCH", path, { project: { settings: { block_public_connections: true } } });
  expect(other.body.project.settings).toMatchObject({
    enable_logical_replication: true,
    block_public_connections: true,
  });
});

test("the allow list comes back empty when cleared", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project({ settings: { allowed_ips: { ips: ["203.0.113.7"] } } });
  expect(project.settings?.allowed_ips).toEqual({ ips: ["203.0.113.7"], protected_branches_only: false });
  const empty = { ips: [], protected_branches_only: false };
  const cleared = await neon.call("PATCH", `/projects/${project.id}`, {
    project: { settings: { allowed_ips: empty } },
  });
  expect(cleared.body.project.settings?.allowed_ips).toEqual(empty);
});

test("a deleted project is gone with all it held, and deleting it again answers 404", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const path = `/projects/${project.id}`;
  const deleted = await neon.call("DELETE", path);
  expect(deleted).toMatchObject({ status: 200, body: { project: { id: project.id } } });
  expect(deleted.body).not.toHaveProperty("operations");
  for (const gone of [path, `${path}/branches`, `${path}/branches/${branch.id}`, `${path}/endpoints`]) {
    expect((await neon.call("GET", gone)).status).toBe(404);
  }
  expect((await neon.call("DELETE", path)).status).toBe(404);
  expect((await neon.call("GET", `/projects?org_id=${orgId}`)).body.projects).toEqual([]);
});

test("a deleted project can be had back for seven days", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  await neon.call("DELETE", `/projects/${project.id}`);
  const listed = (await neon.call("GET", `/projects?org_id=${orgId}&recoverable=true`)).body.projects;
  expect(listed).toMatchObject([
    { id: project.id, deleted_at: "2026-01-05T10:00:02Z", recoverable_until: "2026-01-12T10:00:02Z" },
  ]);
  const recovered = await neon.call("POST", `/projects/${project.id}/recover`);
  expect(recovered).toMatchObject({
    status: 200,
    body: { project: { id: project.id }, branches: [{ id: branch.id }] },
  });
  await neon.call("DELETE", `/projects/${project.id}`);
  neon.store.clock.tick(7 * 24 * 60 * 60);
  expect((await neon.call("POST", `/projects/${project.id}/recover`)).status).toBe(404);
});

test("an unknown project answers 404", async () => {
  const neon = await serveNeon();
  for (const method of ["GET", "DELETE"]) expect((await neon.call(method, "/projects/absent")).status).toBe(404);
  expect((await neon.call("PATCH", "/projects/absent", { project: { name: "relay" } })).status).toBe(404);
});

// How Neon says no to these is not documented: that no project was made is what counts.
test.each([
  ["an organization the key does not have", { org_id: "org-absent" }],
  ["a region Neon does not have", { org_id: orgId, region_id: "aws-mars-1" }],
])("%s makes no project", async (_, project) => {
  const neon = await serveNeon();
  await neon.call("POST", "/projects", { project });
  expect(neon.store.state.projects).toEqual([]);
});

test("a plan's projects run out", async () => {
  const neon = await serveNeon();
  const create = () => neon.call("POST", "/projects", { project: { org_id: orgId } });
  for (let made = 0; made < 100; made++) await create();
  expect((await create()).body).toMatchObject({ code: "PROJECTS_LIMIT_EXCEEDED" });
  expect(neon.store.state.projects).toHaveLength(100);
});

test("HIPAA stays on once it is on", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project({ settings: { hipaa: true } });
  await neon.call("PATCH", `/projects/${project.id}`, { project: { settings: { hipaa: false } } });
  expect((await neon.call("GET", `/projects/${project.id}`)).body.project.settings?.hipaa).toBe(true);
});

test("a cursor that was never given lists nothing", async () => {
  const neon = await serveNeon();
  await neon.project();
  const { body } = await neon.call("GET", `/projects?org_id=${orgId}&cursor=page-two`);
  expect(body).not.toHaveProperty("projects");
});
