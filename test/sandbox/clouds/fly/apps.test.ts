import { describe, expect, it } from "vitest";
import { createApp, useFly } from "./served.ts";

const fly = useFly();

describe("apps", () => {
  it("POST /v1/apps answers 201 with the id and the time in milliseconds only", async () => {
    const { status, body } = await fly.call("POST", "/v1/apps", { name: "acme-web", org_slug: "acme" });
    expect(status).toBe(201);
    expect(body).toEqual({ id: "nvpff7de6wnsx9fo", created_at: Date.parse("2026-01-05T10:00:01Z") });
  });

  it("an app reads back by name, pending until something is deployed", async () => {
    const id = await createApp(fly);
    const { status, body } = await fly.call("GET", "/v1/apps/acme-web");
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      name: "acme-web",
      internal_numeric_id: 4242,
      status: "pending",
      network: "default",
      machine_count: 0,
      volume_count: 0,
      organization: { name: "acme", slug: "acme", internal_numeric_id: 70001 },
      cname_target: expect.stringMatching(/^[a-z0-9]{6}\.acme-web\.fly\.dev$/),
      app_role: "",
    });
  });

  it("the alias personal reads back as the slug of the account's own organization", async () => {
    await fly.call("POST", "/v1/apps", { name: "mine", org_slug: "personal" });
    expect((await fly.call("GET", "/v1/apps/mine")).body.organization.slug).toBe("sandbox-user");
  });

  it("app_name stands in for a missing name, as Fly's docs page writes it", async () => {
    await fly.call("POST", "/v1/apps", { app_name: "acme-web", org_slug: "acme" });
    expect((await fly.call("GET", "/v1/apps/acme-web")).status).toBe(200);
  });

  it.each([
    ["an underscore", "acme_web"],
    ["a capital", "Acme"],
    ["a dash at the end", "acme-"],
    ["64 characters", "a".repeat(64)],
    ["nothing", ""],
  ])("a name with %s is refused with 422 and no status word", async (_, name) => {
    const { status, body } = await fly.call("POST", "/v1/apps", { name, org_slug: "acme" });
    expect(status).toBe(422);
    expect(body).toEqual({
      error: "Validation failed: Name under 63 chars using numbers, lowercase letters and dashes",
    });
  });

  it.each([
    ["one's own app, also in another organization", "acme-web"],
    ["another customer's app", "www"],
  ])("the name of %s is taken", async (_, name) => {
    await createApp(fly);
    const { status, body } = await fly.call("POST", "/v1/apps", { name, org_slug: "globex" });
    expect(status).toBe(422);
    expect(body).toEqual({ error: "Validation failed: Name has already been taken", status: "name_taken" });
  });

  it.each([
    ["POST", "/v1/apps", { name: "acme-web", org_slug: "initech" }],
    ["GET", "/v1/apps?org_slug=initech", undefined],
  ])("%s %s answers 404 for an unknown organization", async (method, path, body) => {
    const answer = await fly.call(method, path, body);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ error: "Organization not found" });
  });

  it("a body without an organization is refused with 400", async () => {
    const { status, body } = await fly.call("POST", "/v1/apps", { name: "acme-web" });
    expect(status).toBe(400);
    expect(body.error).toMatch(/^invalid_argument: org_slug: /);
  });

  it("another customer's app is 403, an unused name 404", async () => {
    const foreign = await fly.call("GET", "/v1/apps/www");
    expect([foreign.status, foreign.body]).toEqual([403, { error: "unauthorized" }]);
    const unused = await fly.call("GET", "/v1/apps/acme-web");
    expect([unused.status, unused.body]).toEqual([404, { error: "app not found" }]);
  });

  it("a list has the apps of one organization, and can be narrowed to a role", async () => {
    await createApp(fly);
    await fly.call("POST", "/v1/apps", { name: "acme-db", org_slug: "acme", app_role_id: "postgres_cluster" });
    await fly.call("POST", "/v1/apps", { name: "globex-web", org_slug: "globex" });
    const list = async (path: string) => (await fly.call("GET", path)).body;
    const all = await list("/v1/apps?org_slug=acme");
    expect(all.total_apps).toBe(2);
    expect(all.apps.map(({ name }: { name: string }) => name)).toEqual(["acme-web", "acme-db"]);
    const narrowed = await list("/v1/apps?org_slug=acme&app_role=postgres_cluster");
    expect(narrowed.apps.map(({ name }: { name: string }) => name)).toEqual(["acme-db"]);
  });

  it("without an organization the list is a path that does not exist, also without a token", async () => {
    const { status, body, headers } = await fly.call("GET", "/v1/apps", undefined, {});
    expect([status, body, headers.get("content-type")]).toEqual([
      404,
      "404 page not found\n",
      "text/plain; charset=utf-8",
    ]);
  });

  it("a deleted app is seen twice more, keeps its name meanwhile, and refuses work with 400", async () => {
    await createApp(fly);
    const deleted = await fly.call("DELETE", "/v1/apps/acme-web");
    expect([deleted.status, deleted.body]).toEqual([202, undefined]);
    expect((await fly.call("POST", "/v1/apps", { name: "acme-web", org_slug: "acme" })).status).toBe(422);
    const work = await fly.call("GET", "/v1/apps/acme-web/secrets");
    expect([work.status, work.body]).toEqual([400, { error: 'Could not find App "acme-web"' }]);
    expect((await fly.call("GET", "/v1/apps/acme-web")).status).toBe(404);
    expect((await fly.call("DELETE", "/v1/apps/acme-web")).status).toBe(404);
  });

  it("a new app under a deleted one's name has nothing of it", async () => {
    const before = await createApp(fly);
    await fly.call("POST", "/v1/apps/acme-web/secrets", { values: { A: "1" } });
    await fly.call("DELETE", "/v1/apps/acme-web");
    const polled = [1, 2, 3].map(() => fly.call("GET", "/v1/apps/acme-web"));
    expect((await Promise.all(polled)).map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(await createApp(fly)).not.toBe(before);
    expect((await fly.call("GET", "/v1/apps/acme-web/secrets")).body).toEqual({ secrets: [] });
  });
});
