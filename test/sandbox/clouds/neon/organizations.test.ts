import { expect, test } from "vitest";
import { orgId, serveNeon } from "./serve-neon.ts";

test("the key's organizations are the seeded ones, with the account's plan", async () => {
  const neon = await serveNeon();
  const { body } = await neon.call("GET", "/users/me/organizations");
  const since = "2026-01-05T10:00:00Z";
  const stamps = { managed_by: "console", plan: "launch", created_at: since, updated_at: since };
  const other = "org-other-sea-87654321";
  expect(body).toEqual({
    organizations: [
      { id: orgId, name: orgId, handle: orgId, ...stamps },
      { id: other, name: other, handle: other, ...stamps },
    ],
  });
  const { body: one } = await neon.call("GET", `/organizations/${other}`);
  expect(one).toEqual({ id: other, name: other, handle: other, ...stamps });
});

test("the key is a person's", async () => {
  const neon = await serveNeon();
  const { body } = await neon.call("GET", "/auth");
  const { body: person } = await neon.call("GET", "/users/me");
  expect(body).toEqual({ account_id: expect.any(String), auth_method: "api_key_user" });
  expect(person).toMatchObject({ plan: "launch", projects_limit: 100, branches_limit: 5000 });
});

test("one region is the default", async () => {
  const neon = await serveNeon();
  const { body } = await neon.call("GET", "/regions");
  const regions = (body as unknown as { regions: { region_id: string; default: boolean }[] }).regions;
  expect(regions.map(({ region_id }) => region_id)).toContain("aws-eu-central-1");
  expect(regions.filter((region) => region.default)).toHaveLength(1);
});
