import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Controlled, serveControl } from "../../../sandbox/clouds/control.ts";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";

describe("the control of the clouds", () => {
  let folder: string;
  let controlled: Controlled;
  let url: string;
  let close: () => void;
  const reset = vi.fn();
  const stop = vi.fn();

  beforeEach(async () => {
    vi.resetAllMocks();
    folder = mkdtempSync(join(tmpdir(), "control-"));
    const operations = [
      { name: "fly.listApps", method: "GET" as const, path: "/v1/apps" },
      { name: "fly.createApp", method: "POST" as const, path: "/v1/apps" },
    ];
    controlled = {
      clouds: [{ name: "fly", operations, readState: () => ({ apps: { api: {} } }), reset }],
      faults: [],
      conditions: { delayMs: 0, rateLimits: false },
      journal: new Journal(join(folder, "journal.jsonl")),
      identity: { pid: 7, folder },
      stop,
    };
    const { url: served, server } = await serveControl(controlled);
    url = served;
    close = () => server.close();
  });
  afterEach(() => {
    close();
    rmSync(folder, { recursive: true });
  });

  async function ask(method: string, path: string, body?: unknown) {
    const response = await fetch(url + path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  const note = (operation: string, path: string) =>
    controlled.journal.add({ cloud: "fly", operation, method: "POST", path, status: 200, body: [] });

  it("says who it is", async () => {
    expect(await ask("GET", "/health")).toEqual({ status: 200, body: { pid: 7, folder } });
  });

  it("lists the operations", async () => {
    expect((await ask("GET", "/operations")).body).toContainEqual({
      name: "fly.listApps",
      method: "GET",
      path: "/v1/apps",
    });
  });

  it("shows the journal after an entry, with the served route nearest to an unserved request", async () => {
    note("fly.createApp", "/v1/apps");
    note("unserved", "/v1/apps?x=1");
    const { body } = await ask("GET", "/journal?after=1");
    expect(body).toEqual([expect.objectContaining({ n: 2, operation: "unserved", nearest: "POST /v1/apps" })]);
  });

  it("shows a cloud's state", async () => {
    expect(await ask("GET", "/state/fly")).toEqual({ status: 200, body: { apps: { api: {} } } });
    expect(await ask("GET", "/state/aws")).toEqual({ status: 404, body: { problems: ["there is no cloud aws: fly"] } });
  });

  it("lets an event happen at a cloud, and says what the cloud says to it", async () => {
    controlled = Object.assign(controlled, {
      clouds: controlled.clouds.map((cloud) => ({
        ...cloud,
        occur: (event: string, body: unknown) =>
          event === "boom" ? { status: 200, body: { given: body } } : undefined,
      })),
    });
    expect(await ask("POST", "/events/fly.boom", { n: 1 })).toEqual({ status: 200, body: { given: { n: 1 } } });
    for (const event of ["fly.bang", "aws.boom", "fly"]) {
      expect(await ask("POST", `/events/${event}`, {})).toEqual({
        status: 404,
        body: { problems: [`there is no event ${event}`] },
      });
    }
  });

  it("replaces, lists and clears faults", async () => {
    const fault = { operation: "fly.createApp", kind: "cut", times: 2 };
    expect(await ask("PUT", "/faults", fault)).toEqual({ status: 200, body: [fault] });
    expect(await ask("PUT", "/faults", [{ ...fault, times: 1 }])).toMatchObject({ body: [{ times: 1 }] });
    expect(controlled.faults).toEqual([{ ...fault, times: 1 }]);
    expect((await ask("DELETE", "/faults")).status).toBe(204);
    expect((await ask("GET", "/faults")).body).toEqual([]);
  });

  it("refuses a fault on an operation nobody serves and keeps those that are set", async () => {
    await ask("PUT", "/faults", { operation: "fly.createApp", kind: "cut" });
    const { status, body } = await ask("PUT", "/faults", { operation: "fly.createAp", kind: "cut" });
    expect(status).toBe(422);
    expect(body.problems).toEqual(['"fly.createAp" is not a known operation. Did you mean fly.createApp?']);
    expect(controlled.faults).toHaveLength(1);
  });

  it("sets everything back", async () => {
    note("fly.createApp", "/v1/apps");
    await ask("PUT", "/faults", { operation: "fly.createApp", kind: "cut" });
    expect((await ask("POST", "/reset")).status).toBe(204);
    expect(reset).toHaveBeenCalledOnce();
    expect(controlled.faults).toEqual([]);
    expect(controlled.journal.read()).toEqual([]);
  });

  it("stops after it has answered", async () => {
    expect((await ask("POST", "/stop")).status).toBe(204);
    expect(stop).toHaveBeenCalledOnce();
  });

  it("names its routes to a caller of another", async () => {
    const { status, body } = await ask("GET", "/nothing");
    expect(status).toBe(404);
    expect(body.problems[0]).toContain("GET health");
  });

  it.each([
    ["a page in a browser", { origin: "https://example.com" }],
    ["a name that is not this machine's", { host: "evil.example" }],
  ])("does not answer %s", async (_, headers) => {
    const status = await new Promise((resolve) => {
      request(`${url}/stop`, { method: "POST", headers }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(421);
    expect(stop).not.toHaveBeenCalled();
  });

  it("refuses a body that is not JSON", async () => {
    const response = await fetch(`${url}/faults`, { method: "PUT", body: "{" });
    expect(response.status).toBe(400);
  });
});
