import type { Operation } from "@neondatabase/api-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { orgId, refusal, serveNeon } from "./serve-neon.ts";

const locked = refusal("project already has running conflicting operations, scheduling of new ones is prohibited");

test("an operation goes from scheduling to running to finished, one step a poll, the second after the first", async () => {
  const neon = await serveNeon();
  const { body: created } = await neon.call("POST", "/projects", { project: { org_id: orgId } });
  const base = `/projects/${created.project.id}`;
  const statuses = (operations: Operation[]) => operations.map(({ action, status }) => `${action} ${status}`);
  expect(statuses(created.operations)).toEqual(["create_timeline scheduling", "start_compute scheduling"]);

  const seen: string[][] = [];
  for (let poll = 0; poll < 5; poll++) {
    const { body } = await neon.call("GET", `${base}/operations`);
    seen.push(statuses(body.operations));
  }
  expect(seen).toEqual([
    ["start_compute scheduling", "create_timeline running"],
    ["start_compute scheduling", "create_timeline finished"],
    ["start_compute running", "create_timeline finished"],
    ["start_compute finished", "create_timeline finished"],
    ["start_compute finished", "create_timeline finished"],
  ]);
});

test("reading one operation advances the project too, and branch and endpoint follow their operations", async () => {
  const neon = await serveNeon();
  const { body: created } = await neon.call("POST", "/projects", { project: { org_id: orgId } });
  const base = `/projects/${created.project.id}`;
  const [timeline, compute] = created.operations;
  const states = async () => {
    const { branch } = (await neon.call("GET", `${base}/branches/${created.branch.id}`)).body;
    const { endpoint } = (await neon.call("GET", `${base}/endpoints/${created.endpoints[0].id}`)).body;
    return [branch.current_state, branch.pending_state, endpoint.current_state, endpoint.pending_state];
  };
  const poll = async (operation?: Operation) =>
    (await neon.call("GET", `${base}/operations/${operation?.id}`)).body.operation.status;

  expect(await states()).toEqual(["init", "ready", "init", "active"]);
  expect(await poll(timeline)).toBe("running");
  expect(await poll(timeline)).toBe("finished");
  expect(await states()).toEqual(["ready", undefined, "init", "active"]);
  expect(await poll(compute)).toBe("running");
  expect(await poll(compute)).toBe("finished");
  expect(await states()).toEqual(["ready", undefined, "active", undefined]);
});

const mutations: [string, string, object | undefined][] = [
  ["PATCH", "", { project: { name: "other" } }],
  ["DELETE", "", undefined],
  ["POST", "/branches", { branch: { name: "other" } }],
  ["PATCH", "/branches/BRANCH", { branch: { name: "other" } }],
  ["DELETE", "/branches/BRANCH", undefined],
  ["POST", "/branches/BRANCH/set_as_default", undefined],
  ["POST", "/branches/BRANCH/restore", { source_branch_id: "BRANCH" }],
  ["POST", "/branches/BRANCH/roles", { role: { name: "other" } }],
  ["POST", "/branches/BRANCH/roles/neondb_owner/reset_password", undefined],
  ["DELETE", "/branches/BRANCH/roles/neondb_owner", undefined],
  ["POST", "/branches/BRANCH/databases", { database: { name: "other", owner_name: "neondb_owner" } }],
  ["PATCH", "/branches/BRANCH/databases/neondb", { database: { name: "other" } }],
  ["DELETE", "/branches/BRANCH/databases/neondb", undefined],
  ["POST", "/endpoints", { endpoint: { branch_id: "BRANCH", type: "read_only" } }],
  ["PATCH", "/endpoints/ENDPOINT", { endpoint: { name: "other" } }],
  ["DELETE", "/endpoints/ENDPOINT", undefined],
  ["POST", "/endpoints/ENDPOINT/restart", undefined],
];

test.each(mutations)("%s %s of a project that is never polled answers 423 and changes nothing", async (...mutation) => {
  const [method, path, body] = mutation;
  const neon = await serveNeon();
  const { body: created } = await neon.call("POST", "/projects", { project: { org_id: orgId } });
  const named = (text: string) =>
    text.replaceAll("BRANCH", created.branch.id).replaceAll("ENDPOINT", created.endpoints[0].id);
  const before = JSON.stringify(neon.store.state);
  for (let tries = 0; tries < 3; tries++) {
    const sent = body && JSON.parse(named(JSON.stringify(body)));
    const answer = await neon.call(method, `/projects/${created.project.id}${named(path)}`, sent);
    expect(answer).toMatchObject({ status: 423, body: locked });
  }
  expect(JSON.stringify(neon.store.state)).toBe(before);
});

test("a project that nobody polls is free after five seconds, as at Neon", async () => {
  const neon = await serveNeon();
  onTestFinished(() => void vi.useRealTimers());
  const { body: created } = await neon.call("POST", "/projects", { project: { org_id: orgId } });
  const rename = () => neon.call("PATCH", `/projects/${created.project.id}`, { project: { name: "other" } });
  expect((await rename()).status).toBe(423);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2500 });
  expect((await rename()).status).toBe(423);
  vi.setSystemTime(Date.now() + 3000);
  expect((await rename()).status).toBe(200);
  const { branch } = (await neon.call("GET", `/projects/${created.project.id}/branches/${created.branch.id}`)).body;
  expect(branch.current_state).toBe("ready");
});

test("a running operation of one project does not lock another", async () => {
  const neon = await serveNeon();
  const other = await neon.project({ name: "other" });
  await neon.call("POST", "/projects", { project: { org_id: orgId } });
  const renamed = await neon.call("PATCH", `/projects/${other.project.id}`, { project: { name: "renamed" } });
  expect(renamed.status).toBe(200);
});

test("a failed operation keeps the lock until its second try finishes", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  neon.store.state.outcomes.push("failed");
  await neon.call("PATCH", `/projects/${project.id}`, { project: { history_retention_seconds: 3600 } });
  const seen: object[] = [];
  for (let poll = 0; poll < 4; poll++) {
    const { body } = await neon.call("GET", `/projects/${project.id}/operations?limit=1`);
    const [{ status, failures_count, retry_at, error }] = body.operations;
    const answer = await neon.call("PATCH", `/projects/${project.id}`, { project: {} });
    seen.push({ status, failures_count, retries: retry_at !== undefined, error, mutation: answer.status });
  }
  const error = "apply_storage_config did not succeed";
  expect(seen).toEqual([
    { status: "running", failures_count: 0, retries: false, mutation: 423 },
    { status: "failed", failures_count: 1, retries: true, error, mutation: 423 },
    { status: "running", failures_count: 1, retries: false, error, mutation: 423 },
    { status: "finished", failures_count: 1, retries: false, mutation: 200 },
  ]);
});

test("an operation that ends in an error leaves its branch unready, and work on that branch is refused with 422", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  neon.store.state.outcomes.push("error");
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { branch: { name: "broken" } });
  const path = `/projects/${project.id}/branches/${body.branch.id}`;
  expect((await neon.call("GET", path)).body.branch.current_state).toBe("init");
  const renamed = await neon.call("PATCH", path, { branch: { name: "other" } });
  expect(renamed).toMatchObject({ status: 422, body: refusal("branch not ready yet") });
});

test("operations are listed newest first in pages joined by an opaque cursor", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  await neon.done("POST", `/projects/${project.id}/branches/${branch.id}/roles`, { role: { name: "app" } });
  const path = `/projects/${project.id}/operations?limit=2`;
  const first = (await neon.call("GET", path)).body;
  const second = (await neon.call("GET", `${path}&cursor=${first.pagination.cursor}`)).body;
  const third = (await neon.call("GET", `${path}&cursor=${second.pagination.cursor}`)).body;
  const actions = [first, second, third].map(({ operations }) => operations.map(({ action }) => action));
  expect(actions).toEqual([["apply_config", "start_compute"], ["create_timeline"], []]);
  expect(third.pagination).toBeUndefined();
});

test("an unknown operation answers 404", async () => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  const path = `/projects/${project.id}/operations/11111111-1111-4111-8111-111111111111`;
  expect((await neon.call("GET", path)).status).toBe(404);
});
