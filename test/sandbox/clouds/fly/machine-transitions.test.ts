import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
let path: string;

const post = (verb: string) => fly.call("POST", `${path}/${verb}`);
const wait = (search = "") => fly.call("GET", `${path}/wait${search}`);
const readState = async () => (await fly.call("GET", path)).body.state;

beforeEach(async () => {
  await createApp(fly);
  const machines = "/v1/apps/acme-web/machines";
  const { body } = await fly.call("POST", machines, { config: { image: "nginx" } });
  path = `${machines}/${body.id}`;
});

describe("transitions of a machine", () => {
  it("stop, start, suspend and restart pass through a state of their own", async () => {
    await wait();
    const seen: string[] = [];
    for (const verb of ["stop", "start", "suspend", "start", "restart"]) {
      expect((await post(verb)).status).toBe(200);
      seen.push(fly.state.apps["acme-web"]?.machines[path.split("/").at(-1) ?? ""]?.state ?? "", await readState());
    }
    expect(seen).toEqual([
      ...["stopping", "stopped"],
      ...["starting", "started"],
      ...["suspending", "suspended"],
      ...["starting", "started"],
      ...["restarting", "started"],
    ]);
  });

  it("start answers the state before", async () => {
    await wait();
    await post("stop");
    await wait("?state=stopped");
    const { body } = await post("start");
    expect(body).toEqual({ previous_state: "stopped", migrated: false, new_host: "" });
  });

  it("a state that is there already is fine", async () => {
    await wait();
    expect((await post("start")).body.previous_state).toBe("started");
    await post("stop");
    await wait("?state=stopped");
    const again = await post("stop");
    expect([again.status, again.body, await readState()]).toEqual([200, { ok: true }, "stopped"]);
  });

  it("transitions leave the version alone", async () => {
    const before = (await fly.call("GET", path)).body.instance_id;
    await wait();
    await post("restart");
    expect((await fly.call("GET", path)).body.instance_id).toBe(before);
  });

  it("a machine on its way to started refuses start, a stopped one suspend", async () => {
    const starting = await post("start");
    const error = "failed_precondition: unable to start machine from current state: 'created'";
    expect([starting.status, starting.body]).toEqual([412, { error }]);
    await wait();
    await post("stop");
    await wait("?state=stopped");
    const suspended = await post("suspend");
    expect(suspended.status).toBe(412);
    expect(suspended.body.error).toBe("failed_precondition: unable to suspend machine from current state: 'stopped'");
  });

  it("a machine being replaced refuses start", async () => {
    await fly.call("POST", path, { config: { image: "nginx:2" } });
    const { status, body } = await post("start");
    expect([status, body]).toEqual([
      412,
      { error: "failed_precondition: machine getting replaced, refusing to start" },
    ]);
  });

  it("cordon and uncordon show in the machine", async () => {
    await post("cordon");
    expect((await fly.call("GET", path)).body.cordoned).toBe(true);
    await post("uncordon");
    expect((await fly.call("GET", path)).body.cordoned).toBe(false);
  });
});

describe("wait", () => {
  it("answers the state reached, its event and version, not the machine", async () => {
    const { status, body } = await wait("?state=stopped,started&timeout=60");
    expect(status).toBe(200);
    const machine = (await fly.call("GET", path)).body;
    expect(body).toEqual({
      ok: true,
      state: "started",
      event_id: machine.events[0].id,
      version: machine.instance_id,
    });
  });

  it("runs out with 408 and the state it saw", async () => {
    const { status, body } = await wait("?state=stopped&timeout=10s");
    const error = "deadline_exceeded: machine failed to reach desired state, stopped, currently started";
    expect([status, body]).toEqual([408, { error }]);
  });

  it.each(["0", "61", "90s", "soon"])("refuses a timeout of %s", async (timeout) => {
    const { status, body } = await wait(`?timeout=${timeout}`);
    const error = "invalid_argument: invalid timeout: value must be inside range [1s, 1m0s]";
    expect([status, body]).toEqual([400, { error }]);
  });

  it.each(["version", "instance_id"])("refuses the %s of a machine that was replaced", async (parameter) => {
    const { instance_id } = (await fly.call("GET", path)).body;
    await fly.call("POST", path, { config: { image: "nginx:2" } });
    const { status, body } = await wait(`?${parameter}=${instance_id}`);
    expect([status, body]).toEqual([
      409,
      { error: `failed_precondition: machine version ${instance_id} has been replaced` },
    ]);
  });

  it("ends for a destroyed machine: reached, then unreachable, then gone", async () => {
    await fly.call("DELETE", `${path}?force=true`);
    expect((await wait("?state=destroyed")).body.state).toBe("destroyed");
    expect((await wait("?state=started")).status).toBe(409);
    await fly.call("GET", path);
    expect((await wait("?state=destroyed")).status).toBe(404);
  });
});
