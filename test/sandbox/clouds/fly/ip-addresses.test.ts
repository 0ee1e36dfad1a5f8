import { beforeEach, describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const path = "/v1/apps/acme-web/ip_assignments";

describe("ip assignments", () => {
  beforeEach(async () => {
    await createApp(fly);
  });

  it.each([
    ["v4", "137.66.0.1", false, null],
    ["v6", "2a09:8280:1::1", false, null],
    ["shared_v4", "66.241.124.1", true, null],
    ["private_v6", "fdaa:0:1:0:1::1", false, { name: "", org_slug: "acme" }],
  ])("an address of type %s reads back without its type", async (type, ip, shared, network) => {
    const { status, body } = await fly.call("POST", path, { type });
    expect(status).toBe(200);
    expect(body).toEqual({ ip, region: "", service_name: "", shared, network, created_at: "2026-01-05T10:00:02Z" });
    expect((await fly.call("GET", path)).body).toEqual({ ips: [body] });
  });

  it("a second shared address is the first one again, a second v6 another", async () => {
    const order = async (type: string) => (await fly.call("POST", path, { type })).body.ip;
    expect([await order("shared_v4"), await order("shared_v4")]).toEqual(["66.241.124.1", "66.241.124.1"]);
    expect([await order("v6"), await order("v6")]).toEqual(["2a09:8280:1::1", "2a09:8280:1::2"]);
    expect((await fly.call("GET", path)).body.ips).toHaveLength(3);
  });

  it.each([
    [{ type: "public_v6" }, "invalid ip address type"],
    [{ type: "v6", org_slug: "acme" }, "org_slug is only supported with private_v6 type"],
    [{ type: "v6", org_slug: "" }, "org_slug is only supported with private_v6 type"],
    [{ type: "private_v6", network: "nowhere" }, "network not found"],
    [{ type: "private_v6", org_slug: "initech" }, "network not found"],
  ])("%j is refused with 400: %s", async (order, error) => {
    const { status, body } = await fly.call("POST", path, order);
    expect([status, body]).toEqual([400, { error }]);
  });

  it("a private address can be in a network that another app of the organization made", async () => {
    await fly.call("POST", "/v1/apps", { name: "acme-lab", org_slug: "acme", network: "lab" });
    await fly.call("POST", "/v1/apps", { name: "globex-lab", org_slug: "globex", network: "theirs" });
    const { body } = await fly.call("POST", path, { type: "private_v6", network: "lab" });
    expect(body.network).toEqual({ name: "lab", org_slug: "acme" });
    expect((await fly.call("POST", path, { type: "private_v6", network: "theirs" })).status).toBe(400);
  });

  it.each(["2a09:8280:1::1", "2a09%3A8280%3A1%3A%3A1", "2A09:8280:1::1"])("DELETE takes %s", async (ip) => {
    await fly.call("POST", path, { type: "v6" });
    const deleted = await fly.call("DELETE", `${path}/${ip}`);
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    expect((await fly.call("GET", path)).body).toEqual({ ips: [] });
    expect((await fly.call("DELETE", `${path}/${ip}`)).status).toBe(404);
  });
});
