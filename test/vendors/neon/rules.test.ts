import { describe, expect, it } from "vitest";
import type { Problem } from "../../../src/problem/problem.ts";
import { neonExpiryProblem, normalizeNeonExpiry } from "../../../src/vendors/neon/branch-expiry.ts";
import { neonComputeProblem } from "../../../src/vendors/neon/compute.ts";
import { neonDatabaseNameProblem, neonNameProblem, neonRoleNameProblem } from "../../../src/vendors/neon/names.ts";
import { neonRegionProblem } from "../../../src/vendors/neon/regions.ts";

const now = new Date("2026-01-05T10:00:00Z");

const told = (problem: Problem | undefined) => problem && `${problem.why ?? problem.what} ${problem.fix}`;

describe("Neon's limits", () => {
  it.each([
    ["a", undefined],
    ["n".repeat(256), undefined],
    ["", "A Neon project name has 1 to 256 characters, not 0. write a name"],
    ["n".repeat(258), "A Neon project name has 1 to 256 characters, not 258. shorten it by 2"],
  ])("say of the project name %j: %s", (name, text) => {
    expect(told(neonNameProblem("project", name))).toBe(text);
  });

  it.each([
    ["app", undefined],
    ["é".repeat(31), undefined],
    ["é".repeat(32), "A Postgres database name has 1 to 63 bytes, not 64. shorten it by 1"],
    ["", "A Postgres database name has 1 to 63 bytes, not 0. write a name"],
    [
      "template0",
      "Postgres keeps postgres, template0, template1 for itself. choose another name, such as the product's",
    ],
  ])("say of the database name %j: %s", (name, text) => {
    expect(told(neonDatabaseNameProblem(name))).toBe(text);
  });

  it.each(["neon_superuser", "cloud_admin", "zenith_admin", "public", "none", "pg_monitor"])(
    "keep the role %s",
    (name) => {
      expect(neonRoleNameProblem(name)).toMatchObject({
        code: "neon-role-name",
        what: `"${name}" is not a role name Neon accepts.`,
        why: "Neon keeps pg_*, neon_superuser, cloud_admin, zenith_admin, public, none for itself.",
      });
    },
  );

  it.each(["app_owner", "pgbouncer_app"])("leave the role %s to us", (name) => {
    expect(neonRoleNameProblem(name)).toBeUndefined();
  });

  it.each([
    ["aws-us-east-2", undefined],
    ["aws-ap-southeast-1", undefined],
    ["aws-ca-central-1", undefined],
    ["us-east-2", "It does not look like a region of Neon, such as aws-us-east-1."],
    ["azure-eastus2", "Neon accepts no new projects on Azure since 2026-08-27."],
  ])("warn of the region %s: %s", (region, why) => {
    expect(neonRegionProblem(region)?.why).toBe(why);
  });

  it.each([
    [{}, undefined],
    [{ minCu: 0.25, maxCu: 0.25, suspendTimeoutSeconds: -1 }, undefined],
    [{ suspendTimeoutSeconds: 0 }, undefined],
    [{ suspendTimeoutSeconds: 604_800 }, undefined],
    [{ minCu: 0.1 }, ["minCu", "Neon's smallest compute has 0.25 CU, not 0.1."]],
    [{ minCu: 1, maxCu: 0 }, ["maxCu", "Neon's smallest compute has 0.25 CU, not 0."]],
    [{ minCu: 2, maxCu: 1 }, ["minCu", "A smallest compute of 2 CU is larger than the largest, 1 CU."]],
    [
      { suspendTimeoutSeconds: 59 },
      [
        "suspendTimeoutSeconds",
        "Neon stops an idle compute after 60 to 604800 seconds, -1 for never, 0 for the plan's default, not 59.",
      ],
    ],
    [
      { suspendTimeoutSeconds: 604_801 },
      [
        "suspendTimeoutSeconds",
        "Neon stops an idle compute after 60 to 604800 seconds, -1 for never, 0 for the plan's default, not 604801.",
      ],
    ],
  ])("say of the compute %j: %s", (compute, expected) => {
    const found = neonComputeProblem(compute);
    expect(found && [found.property, found.problem.what]).toStrictEqual(expected);
  });

  it.each([
    ["2026-01-05T10:00:01Z", undefined],
    ["2026-02-04T10:00:00Z", undefined],
    [
      "2026-01-05T10:00:00Z",
      "2026-01-05T10:00:00Z is past; Neon ends a branch in the future. write an instant up to 2026-02-04T10:00:00Z",
    ],
    [
      "2026-02-04T10:00:01Z",
      "Neon ends a branch at most 30 days ahead, and 2026-02-04T10:00:01Z is later. write an instant up to 2026-02-04T10:00:00Z",
    ],
    ["2026-01-12", '"2026-01-12" is not an instant in RFC 3339 with a time zone. write it like 2026-01-12T10:00:00Z'],
    [
      "2026-01-12T10:00:00Z-05:00",
      '"2026-01-12T10:00:00Z-05:00" is not an instant in RFC 3339 with a time zone. write it like 2026-01-12T10:00:00Z',
    ],
    [
      "2026-13-12T10:00:00Z",
      '"2026-13-12T10:00:00Z" is not an instant in RFC 3339 with a time zone. write it like 2026-01-12T10:00:00Z',
    ],
  ])("say of the end of a branch %s: %s", (expiresAt, text) => {
    expect(told(neonExpiryProblem(expiresAt, now))).toBe(text);
  });

  it("say nothing of when a branch ends while nobody says what time it is", () => {
    expect(neonExpiryProblem("2020-01-01T00:00:00Z")).toBeUndefined();
  });

  it.each([
    ["2026-01-12T12:00:00.750+02:00", "2026-01-12T10:00:00Z"],
    ["2026-01-12t10:00:00z", "2026-01-12T10:00:00Z"],
    ["2026-01-11T22:30:00-11:30", "2026-01-12T10:00:00Z"],
    ["tomorrow", "tomorrow"],
  ])("keep the instant %s as %s", (expiresAt, kept) => {
    expect(normalizeNeonExpiry(expiresAt)).toBe(kept);
  });
});
