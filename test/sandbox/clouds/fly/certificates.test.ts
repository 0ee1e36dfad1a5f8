import { beforeEach, describe, expect, it } from "vitest";
import type { DnsRecord } from "../../../../sandbox/clouds/fly/entities.ts";
import { createApp, useFly } from "./served.ts";

const fly = useFly();
const path = "/v1/apps/acme-web/certificates";

const request = (hostname = "www.acme.com") => fly.call("POST", `${path}/acme`, { hostname });
const read = async (hostname = "www.acme.com") => (await fly.call("GET", `${path}/${hostname}`)).body;
const check = async (hostname = "www.acme.com") => (await fly.call("POST", `${path}/${hostname}/check`)).body;
const publish = (type: DnsRecord["type"], name: string, value: string) => fly.state.dns.push({ type, name, value });

describe("certificates", () => {
  beforeEach(async () => {
    await createApp(fly);
    await fly.call("POST", `${path.replace("certificates", "ip_assignments")}`, { type: "shared_v4" });
    await fly.call("POST", `${path.replace("certificates", "ip_assignments")}`, { type: "v6" });
  });

  it("a request answers at once with the records to make", async () => {
    const { status, body } = await request();
    expect(status).toBe(201);
    expect(body).toEqual({
      hostname: "www.acme.com",
      configured: false,
      acme_requested: true,
      status: "pending_validation",
      dns_provider: "",
      rate_limited_until: null,
      certificates: [],
      validation: {
        dns_configured: false,
        alpn_configured: false,
        http_configured: false,
        ownership_txt_configured: false,
      },
      dns_requirements: {
        a: ["66.241.124.1"],
        aaaa: ["2a09:8280:1::1"],
        cname: (await fly.call("GET", "/v1/apps/acme-web")).body.cname_target,
        acme_challenge: {
          name: "_acme-challenge.www.acme.com",
          target: expect.stringMatching(/^www\.acme\.com\.[a-z0-9]{5}\.flydns\.net$/),
        },
        ownership: {
          name: "_fly-ownership.www.acme.com",
          app_value: expect.stringMatching(/^app-[a-z0-9]{6}$/),
          org_value: expect.stringMatching(/^org-[a-z0-9]{6}$/),
        },
      },
      validation_errors: [],
    });
    expect(await read()).toEqual(body);
  });

  it("without DNS a check changes nothing, however often", async () => {
    await request();
    await check();
    expect((await check()).status).toBe("pending_validation");
    expect((await read()).status).toBe("pending_validation");
  });

  it("with an alias the check validates, and the certificate comes one read later", async () => {
    const { dns_requirements } = (await request()).body;
    publish("CNAME", "www.acme.com", dns_requirements.cname);
    const checked = await check();
    expect(checked.status).toBe("pending_validation");
    expect(checked.validation).toEqual({
      dns_configured: false,
      alpn_configured: true,
      http_configured: true,
      ownership_txt_configured: false,
    });
    expect(checked.dns_records).toEqual({
      a: [],
      aaaa: [],
      cname: [dns_requirements.cname],
      resolved_addresses: [],
      soa: "",
      acme_challenge_cname: "",
      ownership_txt: "",
    });
    expect([(await read()).status, (await read()).status]).toEqual(["pending_validation", "active"]);
    const { configured, certificates } = await read();
    expect(configured).toBe(true);
    expect(certificates).toEqual([
      {
        source: "fly",
        status: "active",
        created_at: "2026-01-05T10:00:05Z",
        expires_at: "2026-04-05T10:00:05Z",
        issuer: "Let's Encrypt",
        issued: ["rsa", "ecdsa"].map((type) => ({
          type,
          expires_at: "2026-04-05T10:00:05Z",
          certificate_authority: "lets_encrypt",
        })),
      },
    ]);
  });

  it("an IPv4 address alone leaves the ownership open; a text record settles it", async () => {
    const { dns_requirements } = (await request()).body;
    publish("A", "www.acme.com", "66.241.124.1");
    expect((await check()).status).toBe("pending_ownership");
    publish("TXT", "_fly-ownership.www.acme.com", `other;${dns_requirements.ownership.org_value}`);
    expect((await check()).validation.ownership_txt_configured).toBe(true);
    expect([(await read()).status, (await read()).status]).toEqual(["pending_ownership", "active"]);
  });

  it("an address of somebody else validates nothing", async () => {
    await request();
    publish("A", "www.acme.com", "192.0.2.1");
    expect((await check()).validation.http_configured).toBe(false);
  });

  it("a wildcard needs the challenge record", async () => {
    const { body } = await request("*.acme.com");
    const { cname, acme_challenge } = body.dns_requirements;
    expect(acme_challenge.name).toBe("_acme-challenge.acme.com");
    publish("CNAME", "*.acme.com", cname);
    expect((await check("%2A.acme.com")).status).toBe("pending_validation");
    publish("CNAME", acme_challenge.name, acme_challenge.target);
    const checked = await check("%2A.acme.com");
    expect(checked.validation.dns_configured).toBe(true);
    expect(checked.dns_records.acme_challenge_cname).toBe(acme_challenge.target);
    expect([(await read("*.acme.com")).status, (await read("*.acme.com")).status]).toEqual([
      "pending_validation",
      "active",
    ]);
  });

  it.each([
    ["the same app", "acme-web"],
    ["another app", "acme-api"],
  ])("a hostname that is there already is refused to %s", async (_, app) => {
    await request();
    await createApp(fly, "acme-api");
    const { status, body } = await fly.call("POST", `/v1/apps/${app}/certificates/acme`, { hostname: "WWW.acme.com" });
    expect([status, body]).toEqual([422, { error: "Validation failed: Hostname has already been taken" }]);
  });

  it("what is not a hostname is refused", async () => {
    const { status, body } = await request("acme_web");
    expect([status, body]).toEqual([422, { error: "Validation failed: Hostname acme_web is invalid" }]);
  });

  it("a deleted hostname is gone and free", async () => {
    await request();
    const deleted = await fly.call("DELETE", `${path}/www.acme.com`);
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    for (const method of ["GET", "DELETE"]) {
      const gone = await fly.call(method, `${path}/www.acme.com`);
      expect([gone.status, gone.body]).toEqual([404, { error: "certificate not found" }]);
    }
    expect((await request()).status).toBe(201);
  });

  it("a list has pages of 25, which a cursor joins, and a filter", async () => {
    for (let i = 0; i < 27; i++) await request(`h${i}.acme.com`);
    const first = (await fly.call("GET", path)).body;
    expect([first.certificates.length, first.total_count]).toEqual([25, 27]);
    const second = (await fly.call("GET", `${path}?cursor=${first.next_cursor}`)).body;
    expect(second.certificates.map(({ hostname }: { hostname: string }) => hostname)).toEqual([
      "h25.acme.com",
      "h26.acme.com",
    ]);
    expect(second.next_cursor).toBe("");
    const filtered = (await fly.call("GET", `${path}?filter=h26&limit=1`)).body;
    expect(filtered).toEqual({
      certificates: [
        {
          hostname: "h26.acme.com",
          status: "pending_validation",
          configured: false,
          acme_requested: true,
          acme_dns_configured: false,
          acme_alpn_configured: false,
          acme_http_configured: false,
          ownership_txt_configured: false,
          has_fly_certificate: false,
          has_custom_certificate: false,
          dns_provider: "",
          created_at: "2026-01-05T10:00:30Z",
          updated_at: "2026-01-05T10:00:30Z",
        },
      ],
      next_cursor: "",
      total_count: 1,
    });
  });
});
