import { expect, test } from "vitest";
import { orgId, refusal, type ServedNeon, serveNeon } from "./serve-neon.ts";

async function makeRoles(neon: ServedNeon, project: object = {}) {
  const made = await neon.project(project);
  const branch = `/projects/${made.project.id}/branches/${made.branch.id}`;
  return { ...made, branch, path: `${branch}/roles` };
}

test("a role comes with its password once; reads leave it out and reveal_password gives it again", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  const { status, body } = await neon.done("POST", path, { role: { name: "app" } });
  const { password, ...role } = body.role;
  expect(status).toBe(201);
  expect(password).toMatch(/^npg_[A-Za-z0-9]{12}$/);
  expect(role).toMatchObject({ name: "app", protected: false, authentication_method: "password" });
  expect(body.operations.map(({ action }) => action)).toEqual(["apply_config"]);
  expect((await neon.call("GET", `${path}/app`)).body).toEqual({ role });
  const { roles } = (await neon.call("GET", path)).body;
  expect(roles.map(({ name }) => name)).toEqual(["neondb_owner", "app"]);
  for (const listed of roles) expect(listed).not.toHaveProperty("password");
  expect(await neon.call("GET", `${path}/app/reveal_password`)).toMatchObject({ status: 200, body: { password } });
});

test.each(["application/json", "application/x-www-form-urlencoded"])(
  "a reset without a body, sent as %s, makes a new password",
  async (type) => {
    const neon = await serveNeon();
    const { path, roles } = await makeRoles(neon);
    const headers = { "content-type": type };
    const { status, body } = await neon.call("POST", `${path}/neondb_owner/reset_password`, undefined, headers);
    expect(status).toBe(200);
    expect(body.role.password).toMatch(/^npg_[A-Za-z0-9]{12}$/);
    expect(body.role.password).not.toBe(roles[0].password);
    expect(body.operations.map(({ action }) => action)).toEqual(["apply_config"]);
    const revealed = await neon.call("GET", `${path}/neondb_owner/reveal_password`);
    expect(revealed.body).toEqual({ password: body.role.password });
  },
);

test("a reset on a branch leaves its children's password as it was", async () => {
  const neon = await serveNeon();
  const { project, path, roles } = await makeRoles(neon);
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { branch: { name: "child" } });
  await neon.done("POST", `${path}/neondb_owner/reset_password`);
  const child = `/projects/${project.id}/branches/${body.branch.id}/roles/neondb_owner/reveal_password`;
  expect((await neon.call("GET", child)).body).toEqual({ password: roles[0].password });
});

test("a project that stores no passwords shows one at creation and answers 412 to reveal_password", async () => {
  const neon = await serveNeon();
  const { path, roles } = await makeRoles(neon, { store_passwords: false });
  expect(roles[0].password).toMatch(/^npg_/);
  expect((await neon.call("GET", `${path}/neondb_owner/reveal_password`)).status).toBe(412);
});

test("a role or database on a branch without a read_write endpoint answers 412", async () => {
  const neon = await serveNeon();
  const { project } = await makeRoles(neon);
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { branch: { name: "bare" } });
  const bare = `/projects/${project.id}/branches/${body.branch.id}`;
  const database = { name: "app", owner_name: "neondb_owner" };
  const answers = [
    await neon.call("POST", `${bare}/roles`, { role: { name: "app" } }),
    await neon.call("POST", `${bare}/databases`, { database }),
  ];
  const text = "create a read-write endpoint to manage roles on this branch";
  for (const answer of answers) expect(answer).toMatchObject({ status: 412, body: refusal(text) });
});

test("a role that exists answers 409", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  expect((await neon.call("POST", path, { role: { name: "neondb_owner" } })).status).toBe(409);
});

test("a role that may not log in has no password", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  const { body } = await neon.call("POST", path, { role: { name: "group", no_login: true } });
  expect(body.role).toMatchObject({ name: "group", authentication_method: "no_login" });
  expect(body.role).not.toHaveProperty("password");
});

test("a role's name may hold a slash when it is percent-encoded", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  await neon.done("POST", path, { role: { name: "team/app" } });
  expect((await neon.call("GET", `${path}/team%2Fapp`)).body.role.name).toBe("team/app");
});

test("a name longer than 63 bytes makes no role", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  const name = "ä".repeat(32);
  await neon.call("POST", path, { role: { name } });
  expect((await neon.call("GET", `${path}/${encodeURIComponent(name)}`)).status).toBe(404);
});

test("a deleted role is gone, and deleting it again answers 204", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  await neon.done("POST", path, { role: { name: "app" } });
  const deleted = await neon.done("DELETE", `${path}/app`);
  expect(deleted).toMatchObject({ status: 200, body: { role: { name: "app" } } });
  expect(deleted.body.operations.map(({ action }) => action)).toEqual(["apply_config"]);
  expect((await neon.call("GET", `${path}/app`)).status).toBe(404);
  expect((await neon.call("DELETE", `${path}/app`)).status).toBe(204);
});

test("a role that owns a database survives an attempt to delete it", async () => {
  const neon = await serveNeon();
  const { path } = await makeRoles(neon);
  await neon.call("DELETE", `${path}/neondb_owner`);
  expect((await neon.call("GET", `${path}/neondb_owner`)).status).toBe(200);
});

test("work on an idle compute wakes it and sends it back", async () => {
  const neon = await serveNeon();
  const { project, path, endpoints } = await makeRoles(neon);
  await neon.done("POST", `/projects/${project.id}/endpoints/${endpoints[0].id}/suspend`);
  const { body } = await neon.call("POST", path, { role: { name: "app" } });
  expect(body.operations.map(({ action }) => action)).toEqual(["apply_config", "suspend_compute"]);
});

test("no password is revealed while the branch is being made", async () => {
  const neon = await serveNeon();
  const { project, branch } = (await neon.call("POST", "/projects", { project: { org_id: orgId } })).body;
  const path = `/projects/${project.id}/branches/${branch.id}/roles/neondb_owner/reveal_password`;
  expect((await neon.call("GET", path)).body).not.toHaveProperty("password");
  await neon.settle(project.id);
  expect((await neon.call("GET", path)).body).toHaveProperty("password");
});
