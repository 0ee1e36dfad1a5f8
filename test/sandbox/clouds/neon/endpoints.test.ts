import { expect, test } from "vitest";
import { refusal, type ServedNeon, serveNeon } from "./serve-neon.ts";

async function makeBareBranch(neon: ServedNeon) {
  const { project, endpoints } = await neon.project();
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { branch: { name: "bare" } });
  return { base: `/projects/${project.id}`, branch: body.branch, first: endpoints[0] };
}

test("an endpoint starts, is read alone, with its branch and with its project, and follows the project's defaults", async () => {
  const neon = await serveNeon();
  const { base, branch, first } = await makeBareBranch(neon);
  const asked = { branch_id: branch.id, type: "read_write", autoscaling_limit_max_cu: 1, name: "primary" };
  const { status, body } = await neon.done("POST", `${base}/endpoints`, { endpoint: asked });
  const { endpoint } = body;
  expect(status).toBe(201);
  expect(endpoint).toMatchObject({
    ...asked,
    current_state: "init",
    pending_state: "active",
    suspend_timeout_seconds: 0,
  });
  expect(endpoint.host).toBe(`${endpoint.id}.c-2.us-east-2.aws.neon.tech`);
  expect(body.operations.map(({ action, endpoint_id }) => [action, endpoint_id])).toEqual([
    ["start_compute", endpoint.id],
  ]);
  const read = (await neon.call("GET", `${base}/endpoints/${endpoint.id}`)).body.endpoint;
  expect(read).toMatchObject({ id: endpoint.id, current_state: "active" });
  expect(read).not.toHaveProperty("pending_state");
  const ofBranch = (await neon.call("GET", `${base}/branches/${branch.id}/endpoints`)).body.endpoints;
  const ofProject = (await neon.call("GET", `${base}/endpoints`)).body.endpoints;
  expect(ofBranch.map(({ id }) => id)).toEqual([endpoint.id]);
  expect(ofProject.map(({ id }) => id)).toEqual([first.id, endpoint.id]);
});

test("a branch has one read_write endpoint and any number of read_only ones", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const create = (type: string) =>
    neon.call("POST", `${base}/endpoints`, { endpoint: { branch_id: first.branch_id, type } });
  expect(await create("read_write")).toMatchObject({
    status: 409,
    body: refusal("read_write endpoint already exists"),
  });
  for (let made = 0; made < 2; made++) {
    expect((await create("read_only")).status).toBe(201);
    await neon.settle(base.slice("/projects/".length));
  }
});

test.each([
  ["launch", 60, 412],
  ["launch", 240, 412],
  ["launch", 300, 200],
  ["launch", -1, 200],
  ["launch", 0, 200],
  ["free", 300, 412],
  ["free", 0, 200],
  ["scale", 60, 200],
] as const)("on the %s plan a suspend timeout of %i answers %i", async (plan, suspend_timeout_seconds, status) => {
  const neon = await serveNeon((state) => {
    state.plan = plan;
  });
  const { project, endpoints } = await neon.project();
  const path = `/projects/${project.id}/endpoints/${endpoints[0].id}`;
  const answer = await neon.call("PATCH", path, { endpoint: { suspend_timeout_seconds } });
  expect(answer.status).toBe(status);
  const shown = (await neon.call("GET", path)).body.endpoint.suspend_timeout_seconds;
  expect(shown).toBe(status === 200 ? suspend_timeout_seconds : 0);
});

test("a suspend timeout below the plan's floor is refused in Neon's words wherever it is set", async () => {
  const neon = await serveNeon();
  const { base, branch } = await makeBareBranch(neon);
  const short = { suspend_timeout_seconds: 60 };
  const endpoint = { branch_id: branch.id, type: "read_write", ...short };
  const answers = [
    await neon.call("POST", `${base}/endpoints`, { endpoint }),
    await neon.call("POST", `${base}/branches`, { endpoints: [{ type: "read_write", ...short }] }),
    await neon.call("PATCH", base, { project: { default_endpoint_settings: short } }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 412, body: refusal("suspend interval is too short for your plan") });
  }
});

test("settings without pg_settings answer 400", async () => {
  const neon = await serveNeon();
  const { base, branch } = await makeBareBranch(neon);
  const endpoint = { branch_id: branch.id, type: "read_write", settings: {} };
  const answer = await neon.call("POST", `${base}/endpoints`, { endpoint });
  expect(answer).toMatchObject({ status: 400, body: refusal("settings must not be nil") });
});

test("a changed endpoint is reconfigured; an idle one is sent back to sleep", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const path = `${base}/endpoints/${first.id}`;
  const active = await neon.done("PATCH", path, { endpoint: { autoscaling_limit_max_cu: 2 } });
  expect(active.body.endpoint).toMatchObject({ autoscaling_limit_min_cu: 0.25, autoscaling_limit_max_cu: 2 });
  expect(active.body.operations.map(({ action }) => action)).toEqual(["apply_config"]);
  const suspended = await neon.done("POST", `${path}/suspend`);
  expect(suspended.body.operations.map(({ action }) => action)).toEqual(["suspend_compute"]);
  const idle = await neon.done("PATCH", path, { endpoint: { name: "primary" } });
  expect(idle.body.operations.map(({ action }) => action)).toEqual(["apply_config", "suspend_compute"]);
  expect((await neon.call("GET", path)).body.endpoint).toMatchObject({ current_state: "idle", name: "primary" });
});

test("an endpoint is suspended, started and restarted, each with its own operations", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const path = `${base}/endpoints/${first.id}`;
  const seen: unknown[] = [];
  for (const move of ["suspend", "start", "restart"]) {
    const { body } = await neon.done("POST", `${path}/${move}`);
    const { endpoint } = (await neon.call("GET", path)).body;
    seen.push([move, body.operations.map(({ action }) => action), endpoint.current_state, endpoint.pending_state]);
  }
  expect(seen).toEqual([
    ["suspend", ["suspend_compute"], "idle", undefined],
    ["start", ["start_compute"], "active", undefined],
    ["restart", ["suspend_compute", "start_compute"], "active", undefined],
  ]);
});

test("an endpoint that is stuck in a transition cannot be suspended", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const path = `${base}/endpoints/${first.id}`;
  neon.store.state.outcomes.push("error", "error");
  await neon.done("POST", `${path}/restart`);
  const answer = await neon.call("POST", `${path}/suspend`);
  expect(answer).toMatchObject({
    status: 423,
    body: refusal("endpoint is in some transitive state, could not suspend"),
  });
});

test("disabling an endpoint suspends it", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const { body } = await neon.done("PATCH", `${base}/endpoints/${first.id}`, { endpoint: { disabled: true } });
  expect(body.operations.map(({ action }) => action)).toEqual(["suspend_compute"]);
  const { endpoint } = (await neon.call("GET", `${base}/endpoints/${first.id}`)).body;
  expect(endpoint).toMatchObject({ disabled: true, current_state: "idle" });
});

test("a deleted endpoint is gone, and deleting it again answers 204", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  const path = `${base}/endpoints/${first.id}`;
  const deleted = await neon.done("DELETE", path);
  expect(deleted.status).toBe(200);
  expect(deleted.body.operations.map(({ action }) => action)).toEqual(["suspend_compute"]);
  expect((await neon.call("GET", path)).status).toBe(404);
  expect((await neon.call("DELETE", path)).status).toBe(204);
});

test("the endpoint of a protected branch survives an attempt to delete it", async () => {
  const neon = await serveNeon();
  const { base, first } = await makeBareBranch(neon);
  await neon.call("PATCH", `${base}/branches/${first.branch_id}`, { branch: { protected: true } });
  await neon.call("DELETE", `${base}/endpoints/${first.id}`);
  expect((await neon.call("GET", `${base}/endpoints/${first.id}`)).status).toBe(200);
});

// How Neon says no to these is not documented: that nothing was changed is what counts.
test.each([
  ["a minimum above the maximum", { autoscaling_limit_min_cu: 4, autoscaling_limit_max_cu: 2 }],
  ["a range beyond the plan", { autoscaling_limit_min_cu: 1, autoscaling_limit_max_cu: 17 }],
  ["a fixed size beyond the plan", { autoscaling_limit_min_cu: 17, autoscaling_limit_max_cu: 17 }],
])("%s leaves an endpoint as it was", async (_, endpoint) => {
  const neon = await serveNeon();
  const { project, endpoints } = await neon.project();
  const path = `/projects/${project.id}/endpoints/${endpoints[0].id}`;
  const before = (await neon.call("GET", path)).body;
  await neon.call("PATCH", path, { endpoint });
  expect((await neon.call("GET", path)).body).toEqual(before);
});

test("a fixed size beyond what autoscaling may reach is for the scale plan", async () => {
  const neon = await serveNeon((state) => {
    state.plan = "scale";
  });
  const { project, endpoints } = await neon.project();
  const endpoint = { autoscaling_limit_min_cu: 56, autoscaling_limit_max_cu: 56 };
  const answer = await neon.call("PATCH", `/projects/${project.id}/endpoints/${endpoints[0].id}`, { endpoint });
  expect(answer).toMatchObject({ status: 200, body: { endpoint } });
});

test("an endpoint outside the project's region is not made", async () => {
  const neon = await serveNeon();
  const { base, branch } = await makeBareBranch(neon);
  const endpoint = { branch_id: branch.id, type: "read_write", region_id: "aws-us-east-1" };
  await neon.call("POST", `${base}/endpoints`, { endpoint });
  expect((await neon.call("GET", `${base}/branches/${branch.id}/endpoints`)).body.endpoints).toEqual([]);
});
