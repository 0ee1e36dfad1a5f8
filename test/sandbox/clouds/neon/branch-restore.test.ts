import { expect, test } from "vitest";
import { serveNeon } from "./serve-neon.ts";

test("a branch reset from its parent takes over the parent's roles and databases and keeps its endpoint", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const made = (await neon.done("POST", path, { branch: { name: "dev" }, endpoints: [{ type: "read_write" }] })).body;
  await neon.done("POST", `${path}/${main.id}/roles`, { role: { name: "late" } });
  const restored = await neon.call("POST", `${path}/${made.branch.id}/restore`, { source_branch_id: main.id });
  expect(restored).toMatchObject({
    status: 200,
    body: { branch: { id: made.branch.id, name: "dev", parent_id: main.id, current_state: "resetting" } },
  });
  expect(restored.body.branch.last_reset_at).toBe(restored.body.branch.updated_at);
  await neon.settle(project.id);
  const { branch } = (await neon.call("GET", `${path}/${made.branch.id}`)).body;
  expect(branch.current_state).toBe("ready");
  expect(branch).not.toHaveProperty("pending_state");
  const roles = (await neon.call("GET", `${path}/${branch.id}/roles`)).body.roles;
  expect(roles.map(({ name }) => name)).toEqual(["neondb_owner", "late"]);
  const endpoints = (await neon.call("GET", `${path}/${branch.id}/endpoints`)).body.endpoints;
  expect(endpoints.map(({ id }) => id)).toEqual([made.endpoints[0].id]);
});

test("a child of a protected branch keeps its own passwords through a reset", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  await neon.call("PATCH", `${path}/${main.id}`, { branch: { protected: true } });
  const { branch } = (await neon.done("POST", path, { endpoints: [{ type: "read_write" }] })).body;
  const reveal = async () => (await neon.call("GET", `${path}/${branch.id}/roles/neondb_owner/reveal_password`)).body;
  const before = await reveal();
  await neon.done("POST", `${path}/${branch.id}/restore`, { source_branch_id: main.id });
  expect(await reveal()).toEqual(before);
});

test("restoring a branch to an earlier time of its own keeps a backup, which takes over place and children", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const child = (await neon.done("POST", path, { branch: { name: "child" } })).body.branch;
  const restored = await neon.done("POST", `${path}/${main.id}/restore`, {
    source_branch_id: main.id,
    source_timestamp: "2026-01-05T10:00:01Z",
    preserve_under_name: "main_old",
  });
  const all = (await neon.call("GET", `${path}?sort_by=name&sort_order=asc`)).body.branches;
  const backup = all.find(({ name }) => name === "main_old");
  expect(all.map(({ name, parent_id, default: isDefault }) => [name, parent_id, isDefault])).toEqual([
    ["child", backup?.id, false],
    ["main", backup?.id, true],
    ["main_old", undefined, false],
  ]);
  expect(restored.body.branch).toMatchObject({ id: main.id, parent_timestamp: "2026-01-05T10:00:01Z" });
  expect((await neon.done("DELETE", `${path}/${child.id}`)).status).toBe(200);
});

test.each([
  ["itself without a point in time", { preserve_under_name: "old" }],
  ["itself without a name for the backup", { source_timestamp: "2026-01-05T10:00:01Z" }],
])("restoring a branch to %s changes nothing", async (_, asked) => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  await neon.call("POST", `${path}/${branch.id}/restore`, { source_branch_id: branch.id, ...asked });
  expect((await neon.call("GET", `${path}/${branch.id}`)).body.branch).not.toHaveProperty("last_reset_at");
  expect((await neon.call("GET", `${path}/count`)).body.count).toBe(1);
});

test("a name that is taken is refused for the backup too", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const answer = await neon.call("POST", `/projects/${project.id}/branches/${branch.id}/restore`, {
    source_branch_id: branch.id,
    source_timestamp: "2026-01-05T10:00:01Z",
    preserve_under_name: "main",
  });
  expect(answer).toMatchObject({ status: 409, body: { code: "BRANCH_ALREADY_EXISTS" } });
});

test("a reset restarts the time to live of an expiring branch", async () => {
  const neon = await serveNeon();
  const { project, branch: main } = await neon.project();
  const path = `/projects/${project.id}/branches`;
  const { branch } = (await neon.done("POST", path, { branch: { expires_at: "2026-01-05T11:00:02Z" } })).body;
  neon.store.clock.tick(1800);
  const { body } = await neon.call("POST", `${path}/${branch.id}/restore`, { source_branch_id: main.id });
  expect(body.branch).toMatchObject({ ttl_interval_seconds: 3600, expires_at: "2026-01-05T11:30:03Z" });
});
