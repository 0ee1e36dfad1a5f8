import { describe, expect, it } from "vitest";
import type { LimitProblem } from "../../../src/clouds/limit-problem.ts";
import {
  neonComputeProblem,
  neonDatabaseNameProblem,
  neonExpiryProblem,
  neonNameProblem,
  neonRegionWarning,
  neonRoleNameProblem,
  normalizeNeonExpiry,
} from "../../../src/clouds/neon/limits.ts";

const now = new Date("2026-01-05T10:00:00Z");

const told = (problem: LimitProblem | undefined) => problem && `${problem.reason}; ${problem.fix}`;

describe("Neon's limits", () => {
  it.each([
    ["a", undefined],
    ["n".repeat(256), undefined],
    ["", "a Neon project name has 1 to 256 characters, not 0; write a name"],
    ["n".repeat(258), "a Neon project name has 1 to 256 characters, not 258; shorten it by 2"],
  ])("say of the project name %j: %s", (name, text) => {
    expect(told(neonNameProblem("project", name))).toBe(text);
  });

  it.each([
    ["app", undefined],
    ["é".repeat(31), undefined],
    ["é".repeat(32), "a Postgres database name has 1 to 63 bytes, not 64; shorten it by 1"],
    ["", "a Postgres database name has 1 to 63 bytes, not 0; write a name"],
    [
      "template0",
      '"template0" is a database that Postgres keeps for itself, as postgres, template0, template1 are; choose another name, such as the product\'s',
    ],
  ])("say of the database name %j: %s", (name, text) => {
    expect(told(neonDatabaseNameProblem(name))).toBe(text);
  });

  it.each(["neon_superuser", "cloud_admin", "zenith_admin", "public", "none", "pg_monitor"])(
    "keep the role %s",
    (name) => {
      expect(neonRoleNameProblem(name)?.reason).toBe(
        `Neon keeps the role name "${name}" for itself, as pg_*, neon_superuser, cloud_admin, zenith_admin, public, none are`,
      );
    },
  );

  it.each(["app_owner", "pgbouncer_app"])("leave the role %s to us", (name) => {
    expect(neonRoleNameProblem(name)).toBeUndefined();
  });

  it.each([
    ["aws-us-east-2", undefined],
    ["aws-ap-southeast-1", undefined],
    ["aws-ca-central-1", undefined],
    ["us-east-2", '"us-east-2" does not look like a region of Neon, such as aws-us-east-1'],
    ["azure-eastus2", 'Neon takes no new projects on Azure since 2026-08-27, and "azure-eastus2" is there'],
  ])("warn of the region %s: %s", (region, reason) => {
    expect(neonRegionWarning(region)?.reason).toBe(reason);
  });

  it.each([
    [{}, undefined],
    [{ minCu: 0.25, maxCu: 0.25, suspendTimeoutSeconds: -1 }, undefined],
    [{ suspendTimeoutSeconds: 0 }, undefined],
    [{ suspendTimeoutSeconds: 604_800 }, undefined],
    [{ minCu: 0.1 }, ["minCu", "Neon's smallest compute has 0.25 CU, not 0.1"]],
    [{ minCu: 1, maxCu: 0 }, ["maxCu", "Neon's smallest compute has 0.25 CU, not 0"]],
    [{ minCu: 2, maxCu: 1 }, ["minCu", "a smallest compute of 2 CU is larger than the largest, 1 CU"]],
    [
      { suspendTimeoutSeconds: 59 },
      [
        "suspendTimeoutSeconds",
        "Neon stops an idle compute after 60 to 604800 seconds, -1 for never, 0 for the plan's default, not 59",
      ],
    ],
    [
      { suspendTimeoutSeconds: 604_801 },
      [
        "suspendTimeoutSeconds",
        "Neon stops an idle compute after 60 to 604800 seconds, -1 for never, 0 for the plan's default, not 604801",
      ],
    ],
  ])("say of the compute %j: %s", (compute, expected) => {
    const problem = neonComputeProblem(compute);
    expect(problem && [problem.property, problem.reason]).toStrictEqual(expected);
  });

  it.each([
    ["2026-01-05T10:00:01Z", undefined],
    ["2026-02-04T10:00:00Z", undefined],
    [
      "2026-01-05T10:00:00Z",
      "2026-01-05T10:00:00Z is past; Neon ends a branch in the future; write an instant up to 2026-02-04T10:00:00Z",
    ],
    [
      "2026-02-04T10:00:01Z",
      "Neon ends a branch at most 30 days ahead, and 2026-02-04T10:00:01Z is later; write an instant up to 2026-02-04T10:00:00Z",
    ],
    ["2026-01-12", '"2026-01-12" is not an instant in RFC 3339 with a time zone; write it like 2026-01-12T10:00:00Z'],
    [
      "2026-01-12T10:00:00Z-05:00",
      '"2026-01-12T10:00:00Z-05:00" is not an instant in RFC 3339 with a time zone; write it like 2026-01-12T10:00:00Z',
    ],
    [
      "2026-13-12T10:00:00Z",
      '"2026-13-12T10:00:00Z" is not an instant in RFC 3339 with a time zone; write it like 2026-01-12T10:00:00Z',
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
