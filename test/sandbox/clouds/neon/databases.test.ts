import { expect, test } from "vitest";
import { refusal, type ServedNeon, serveNeon } from "./serve-neon.ts";

async function makeDatabases(neon: ServedNeon) {
  const { project, branch } = await neon.project();
  const path = `/projects/${project.id}/branches/${branch.id}/databases`;
  const create = (name: string, owner_name = "neondb_owner") =>
    neon.call("POST", path, { database: { name, owner_name } });
  return { project, branch, path, create };
}

test("a database is made for an owner and read by its name", async () => {
  const neon = await serveNeon();
  const { project, branch, path, create } = await makeDatabases(neon);
  const { status, body } = await create("app");
  expect(status).toBe(201);
  expect(body.database).toEqual({
    id: 1_234_568,
    branch_id: branch.id,
    name: "app",
    owner_name: "neondb_owner",
    created_at: "2026-01-05T10:00:02Z",
    updated_at: "2026-01-05T10:00:02Z",
  });
  expect(body.operations.map(({ action }) => action)).toEqual(["apply_config"]);
  await neon.settle(project.id);
  expect((await neon.call("GET", `${path}/app`)).body).toEqual({ database: body.database });
  const { databases } = (await neon.call("GET", path)).body;
  expect(databases.map(({ name }) => name)).toEqual(["neondb", "app"]);
});

test("an owner the branch does not have answers 422, at creation and later", async () => {
  const neon = await serveNeon();
  const { path, create } = await makeDatabases(neon);
  const created = await create("app", "nobody");
  const updated = await neon.call("PATCH", `${path}/neondb`, { database: { owner_name: "nobody" } });
  const body = refusal('database owner not found; role_name:"nobody"');
  for (const answer of [created, updated]) expect(answer).toMatchObject({ status: 422, body });
});

test("a name the branch already has answers 409, at creation and at a rename", async () => {
  const neon = await serveNeon();
  const { project, path, create } = await makeDatabases(neon);
  await create("app");
  await neon.settle(project.id);
  expect((await create("app")).status).toBe(409);
  expect((await neon.call("PATCH", `${path}/app`, { database: { name: "neondb" } })).status).toBe(409);
});

test("a rename keeps the database and moves its path", async () => {
  const neon = await serveNeon();
  const { path } = await makeDatabases(neon);
  const before = (await neon.call("GET", `${path}/neondb`)).body.database;
  const renamed = await neon.done("PATCH", `${path}/neondb`, { database: { name: "app" } });
  expect(renamed).toMatchObject({ status: 200, body: { database: { id: before.id, name: "app" } } });
  expect((await neon.call("GET", `${path}/neondb`)).status).toBe(404);
  expect((await neon.call("GET", `${path}/app`)).body.database.id).toBe(before.id);
});

test.each(["postgres", "template0", "template1"])("the reserved name %s makes no database", async (name) => {
  const neon = await serveNeon();
  const { path, create } = await makeDatabases(neon);
  await create(name);
  expect((await neon.call("GET", `${path}/${name}`)).status).toBe(404);
});

test("a deleted database is gone, and deleting it again answers 204", async () => {
  const neon = await serveNeon();
  const { path } = await makeDatabases(neon);
  const deleted = await neon.done("DELETE", `${path}/neondb`);
  expect(deleted).toMatchObject({ status: 200, body: { database: { name: "neondb" } } });
  expect((await neon.call("GET", `${path}/neondb`)).status).toBe(404);
  expect((await neon.call("DELETE", `${path}/neondb`)).status).toBe(204);
});
