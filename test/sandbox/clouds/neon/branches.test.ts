import { expect, test } from "vitest";
import { refusal, type ServedNeon, serveNeon } from "./serve-neon.ts";

const duplicate = refusal('branch already exists; branch_name:"pr-42"', "BRANCH_ALREADY_EXISTS");

/** For refusals whose status Neon does not document: what was to be deleted is read again. */
async function stillThere(neon: ServedNeon, path: string): Promise<boolean> {
  return (await neon.call("GET", path)).status === 200;
}

test("a branch without a body is a child of the default branch, named by its id, without a compute", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  for (const type of ["application/json", "application/x-www-form-urlencoded"]) {
    const headers = { "content-type": type };
    const made = await neon.call("POST", `/projects/${project.id}/branches`, undefined, headers);
    const { branch, endpoints } = made.body;
    expect(made.status).toBe(201);
    expect(branch).toMatchObject({ name: branch.id, parent_id: main.id, default: false, init_source: "parent-data" });
    expect(endpoints).toEqual([]);
    expect(made.body.operations.map(({ action }) => action)).toEqual(["create_branch"]);
    expect(made.body).not.toHaveProperty("connection_uris");
    await neon.settle(project.id);
  }
});

test("a branch with a compute inherits role, database and password, and has a URI of its own", async () => {
  const neon = await serveNeon();
  const { project, branch: main, roles: mainRoles, connection_uris: mainUris } = await neon.project();
  const { status, body } = await neon.call("POST", `/projects/${project.id}/branches`, {
    branch: { name: "pr-42", parent_id: main.id },
    endpoints: [{ type: "read_write", autoscaling_limit_min_cu: 0.25, autoscaling_limit_max_cu: 2 }],
  });
  const { branch, endpoints, roles, databases, connection_uris } = body;
  expect(status).toBe(201);
  expect(body.operations.map(({ action }) => action)).toEqual(["create_branch", "start_compute"]);
  expect(endpoints).toMatchObject([{ branch_id: branch.id, type: "read_write", autoscaling_limit_max_cu: 2 }]);
  expect(roles.map(({ branch_id, name }) => [branch_id, name])).toEqual([[branch.id, "neondb_owner"]]);
  expect(roles[0]).not.toHaveProperty("password");
  expect(databases).toMatchObject([{ branch_id: branch.id, name: "neondb", owner_name: "neondb_owner" }]);
  expect(connection_uris[0].connection_parameters).toMatchObject({
    password: mainRoles[0].password,
    host: endpoints[0].host,
  });
  expect(endpoints[0].host).not.toBe(mainUris[0].connection_parameters.host);
});

test("a child of a protected branch gets passwords of its own", async () => {
  const neon = await serveNeon();
  const { project, branch: main, roles } = await neon.project();
  await neon.call("PATCH", `/projects/${project.id}/branches/${main.id}`, { branch: { protected: true } });
  const { body } = await neon.call("POST", `/projects/${project.id}/branches`, { endpoints: [{ type: "read_write" }] });
  const { password } = body.connection_uris[0].connection_parameters;
  expect(password).toMatch(/^npg_[A-Za-z0-9]{12}$/);
  expect(password).not.toBe(roles[0].password);
});

test.each([
  ["role", "roles", { role: { name: "app" } }],
  ["database", "databases", { database: { name: "app", owner_name: "neondb_owner" } }],
])("connection_uris is absent when the parent has a second %s", async (_, collection, body) => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  await neon.done("POST", `/projects/${project.id}/branches/${branch.id}/${collection}`, body);
  const made = await neon.call("POST", `/projects/${project.id}/branches`, { endpoints: [{ type: "read_write" }] });
  expect(made.status).toBe(201);
  expect(made.body).not.toHaveProperty("connection_uris");
});

test("what a child inherited is there already: making it again answers 409", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const branches = `/projects/${project.id}/branches`;
  const made = await neon.done("POST", branches, { endpoints: [{ type: "read_write" }] });
  const path = `${branches}/${made.body.branch.id}`;
  const role = await neon.call("POST", `${path}/roles`, { role: { name: "neondb_owner" } });
  const asked = { name: "neondb", owner_name: "neondb_owner" };
  const database = await neon.call("POST", `${path}/databases`, { database: asked });
  expect([role.status, database.status]).toEqual([409, 409]);
});

test("a name the project already has answers 409 at creation and at a rename, and keeping one's own name does not", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const { body } = await neon.done("POST", path, { branch: { name: "pr-42" } });
  const created = await neon.call("POST", path, { branch: { name: "pr-42" } });
  const renamed = await neon.call("PATCH", `${path}/${main.id}`, { branch: { name: "pr-42" } });
  for (const answer of [created, renamed]) expect(answer).toMatchObject({ status: 409, body: duplicate });
  const kept = await neon.call("PATCH", `${path}/${body.branch.id}`, { branch: { name: "pr-42" } });
  expect(kept.status).toBe(200);
});

test("another project may have a branch of the same name", async () => {
  const neon = await serveNeon();
  for (const name of ["a", "b"]) {
    const { project } = await neon.project({ name });
    const made = await neon.call("POST", `/projects/${project.id}/branches`, { branch: { name: "pr-42" } });
    expect(made.status).toBe(201);
  }
});

test("the default branch can be renamed and protected at once, without operations", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const change = { name: "production", protected: true };
  const answer = await neon.call("PATCH", `/projects/${project.id}/branches/${branch.id}`, { branch: change });
  expect(answer).toMatchObject({ status: 200, body: { branch: { ...change, id: branch.id }, operations: [] } });
});

test("the default moves from one branch to another", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const { body } = await neon.done("POST", path, { branch: { name: "next" } });
  const moved = await neon.call("POST", `${path}/${body.branch.id}/set_as_default`);
  expect(moved).toMatchObject({ status: 200, body: { branch: { default: true, primary: true }, operations: [] } });
  expect((await neon.call("GET", `${path}/${main.id}`)).body.branch).toMatchObject({ default: false, primary: false });
});

test("annotations are read with the branch and beside the list", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const value = { "pull-request": "42" };
  const { branch } = (await neon.call("POST", path, { annotation_value: value })).body;
  const now = branch.created_at;
  const annotation = { object: { type: "console/branch", id: branch.id }, value, created_at: now, updated_at: now };
  expect((await neon.call("GET", `${path}/${branch.id}`)).body.annotation).toEqual(annotation);
  expect((await neon.call("GET", path)).body.annotations).toEqual({ [branch.id]: annotation });
  expect((await neon.call("GET", `${path}/${main.id}`)).body.annotation.value).toEqual({});
});

test("a deleted branch takes its endpoints, roles and databases along, and deleting it again answers 204", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { endpoints: [{ type: "read_write" }] });
  const path = `/projects/${project.id}/branches/${body.branch.id}`;
  const deleted = await neon.done("DELETE", path);
  expect(deleted).toMatchObject({ status: 200, body: { branch: { pending_state: "storage_deleted" } } });
  expect(deleted.body.operations.map(({ action }) => action)).toEqual(["suspend_compute", "delete_timeline"]);
  for (const gone of [path, `${path}/roles`, `/projects/${project.id}/endpoints/${body.endpoints[0].id}`]) {
    expect((await neon.call("GET", gone)).status).toBe(404);
  }
  expect(neon.store.state.projects[0]).toMatchObject({ roles: [{}], databases: [{}], endpoints: [{}], branches: [{}] });
  expect(await neon.call("DELETE", `${path}?hard_delete=true`)).toMatchObject({ status: 204, body: undefined });
});

test("the branch a project began with cannot be deleted", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const answer = await neon.call("DELETE", `/projects/${project.id}/branches/${branch.id}`);
  expect(answer).toMatchObject({ status: 422, body: refusal("cannot delete the root branch") });
});

test("a default branch, a protected one and one with children survive an attempt to delete them", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const make = async (name: string) => (await neon.done("POST", path, { branch: { name } })).body.branch.id;
  const chosen = await make("chosen");
  const guarded = await make("guarded");
  const parent = await make("parent");
  await neon.call("POST", `${path}/${chosen}/set_as_default`);
  await neon.call("PATCH", `${path}/${guarded}`, { branch: { protected: true } });
  await neon.done("POST", path, { branch: { parent_id: parent } });
  for (const id of [chosen, guarded, parent]) {
    await neon.call("DELETE", `${path}/${id}`);
    expect(await stillThere(neon, `${path}/${id}`)).toBe(true);
  }
});

test("a project with a protected branch survives an attempt to delete it", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  await neon.call("PATCH", `/projects/${project.id}/branches/${branch.id}`, { branch: { protected: true } });
  await neon.call("DELETE", `/projects/${project.id}`);
  expect(await stillThere(neon, `/projects/${project.id}`)).toBe(true);
});

test("a plan's branches run out with 422", async () => {
  const neon = await serveNeon((state) => {
    state.plan = "free";
  });
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  for (let made = 1; made < 10; made++) await neon.done("POST", path);
  const answer = await neon.call("POST", path);
  const body = refusal("branches limit exceeded", "BRANCHES_LIMIT_EXCEEDED");
  expect(answer).toMatchObject({ status: 422, body });
});

test("a schema-only branch is a root, and a plan's roots run out with 422", async () => {
  const neon = await serveNeon((state) => {
    state.plan = "free";
  });
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const asked = { branch: { init_source: "schema-only" }, endpoints: [{ type: "read_write" }] };
  for (let made = 1; made < 3; made++) {
    const { body } = await neon.done("POST", path, asked);
    expect(body.branch).not.toHaveProperty("parent_id");
    expect(body.roles.map(({ name }) => name)).toEqual(["neondb_owner"]);
  }
  const answer = await neon.call("POST", path, asked);
  expect(answer).toMatchObject({ status: 422, body: { code: "ROOT_BRANCHES_LIMIT_EXCEEDED" } });
  expect((await neon.call("POST", path)).status).toBe(201);
});

test("a plan's protected branches run out", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  await neon.call("PATCH", `${path}/${main.id}`, { branch: { protected: true } });
  await neon.done("POST", path, { branch: { name: "second", protected: true } });
  const { body } = await neon.done("POST", path, { branch: { name: "third" } });
  const updated = await neon.call("PATCH", `${path}/${body.branch.id}`, { branch: { protected: true } });
  const created = await neon.call("POST", path, { branch: { name: "fourth", protected: true } });
  for (const answer of [updated, created]) {
    expect(answer.body).toMatchObject({ code: "BRANCHES_PROTECTED_LIMIT_EXCEEDED" });
  }
});

test("branches are sorted as asked and paged by `next`, which the last page leaves out", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  for (const name of ["b", "c", "a"]) await neon.done("POST", path, { branch: { name } });
  const list = async (query: string) => {
    const { branches, pagination } = (await neon.call("GET", `${path}?${query}`)).body;
    return { names: branches.map(({ name }) => name), pagination };
  };
  expect((await list("")).names).toEqual(["a", "c", "b", "main"]);
  expect((await list("sort_by=created_at&sort_order=asc")).names).toEqual(["main", "b", "c", "a"]);
  const first = await list("sort_by=name&sort_order=asc&limit=2");
  const second = await list(`sort_by=name&sort_order=asc&limit=2&cursor=${first.pagination.next}`);
  expect(first.names).toEqual(["a", "b"]);
  expect(second).toEqual({ names: ["c", "main"], pagination: { sort_by: "name", sort_order: "ASC" } });
});

test("branches are searched and counted by part of their name or id", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  for (const name of ["pr-4", "pr-42"]) await neon.done("POST", path, { branch: { name } });
  const found = (await neon.call("GET", `${path}?search=pr-4&sort_by=name&sort_order=asc`)).body.branches;
  expect(found.map(({ name }) => name)).toEqual(["pr-4", "pr-42"]);
  expect((await neon.call("GET", `${path}?search=${main.id}`)).body.branches).toMatchObject([{ id: main.id }]);
  expect((await neon.call("GET", `${path}/count`)).body).toEqual({ count: 3 });
  expect((await neon.call("GET", `${path}/count?search=pr-42`)).body).toEqual({ count: 1 });
});

test("an unknown branch answers 404 in Neon's words", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches/br-absent`;
  const read = await neon.call("GET", path);
  const updated = await neon.call("PATCH", path, { branch: { name: "other" } });
  const role = await neon.call("POST", `${path}/roles`, { role: { name: "app" } });
  for (const answer of [read, updated, role]) {
    expect(answer).toMatchObject({ status: 404, body: refusal("branch not found") });
  }
});

test("a branch with two read_write endpoints answers 409 and is not made", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const answer = await neon.call("POST", path, { endpoints: [{ type: "read_write" }, { type: "read_write" }] });
  expect(answer).toMatchObject({ status: 409, body: refusal("read_write endpoint already exists") });
  expect((await neon.call("GET", `${path}/count`)).body.count).toBe(1);
});
