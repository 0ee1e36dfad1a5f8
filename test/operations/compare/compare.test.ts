import { describe, expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { compareEnvironments } from "../../../src/operations/compare/compare.ts";
import { renderComparison } from "../../../src/operations/compare/text.ts";
import { renderPath } from "../../../src/problem/path.ts";
import { blueprintOf, settings } from "../../config/acme.ts";

const differencesOf = (production: Raw, staging: Raw = {}, system: Raw = {}) =>
  compareEnvironments(
    blueprintOf("staging", staging, system),
    blueprintOf("production", { ...settings["production"], ...production }, system),
  ).flatMap(({ differences }) =>
    differences.map(({ path, first, second }) => `${renderPath(path)}: ${first ?? "-"} | ${second ?? "-"}`),
  );

describe("two environments are compared as they are resolved", () => {
  test("names, hosts that values lead to, triggers and protection differ by themselves", () => {
    expect(differencesOf({})).toEqual([
      "deploy.on.push.branches: main | -",
      "deploy.on.release.tags: - | v*",
      "deploy.protect: false | true",
      "databases.main.name: acme-staging | acme",
      "buckets.media.name: acme-media-staging | acme-media",
      "apps.api.config: fly.staging.toml | fly.production.toml",
      "apps.api.name: acme-api-staging | acme-api",
      "sites.web.branch: main | production",
      "sites.web.slot: preview | production",
      "sites.web.variables.API: https://acme-api-staging.fly.dev | https://acme-api.fly.dev",
    ]);
  });

  test.each<[string, Raw, string]>([
    ["a region", { apps: { api: { regions: { iad: 2 } } } }, "apps.api.regions.iad: 1 | 2"],
    ["a size", { apps: { api: { machine: { memory: 512 } } } }, "apps.api.machine.memory: - | 512"],
    ["a value", { apps: { api: { variables: { LOG_LEVEL: "warn" } } } }, "apps.api.variables.LOG_LEVEL: info | warn"],
    ["a domain", { apps: { api: { domains: ["api.acme.dev"] } } }, "apps.api.domains: - | api.acme.dev"],
    ["reviewers", { deploy: { on: { release: {} }, reviewers: { users: [7] } } }, "deploy.reviewers.users: - | 7"],
  ])("%s is one difference", (_, production, expected) => {
    expect(differencesOf(production)).toContain(expected);
  });

  test("process groups go by their names", () => {
    const system = { apps: { api: { processes: { web: "serve", worker: { command: "work" } } } } };
    const production = { apps: { api: { processes: { worker: { regions: { iad: 3 } } } } } };
    expect(differencesOf(production, {}, system)).toContain("apps.api.processes.worker.regions.iad: 1 | 3");
  });

  test("a secret is compared by where it comes from, and its value is nowhere", () => {
    const production = { apps: { api: { secrets: { TOKEN: "${secrets.OTHER}" } } } };
    expect(differencesOf(production)).toContain("apps.api.secrets.TOKEN: ${secrets.TOKEN} | ${secrets.OTHER}");
  });
});

test("both values stand with their lines, then why, then what is the same", () => {
  const text = renderComparison({
    stacks: ["staging", "production"],
    things: [
      {
        thing: "apps.api",
        same: 3,
        differences: [
          {
            ...{ path: ["apps", "api", "release"], second: "migrate", reason: "only production migrates" },
            places: [
              { file: "Pulumi.yaml", line: 4, path: [] },
              { file: "Pulumi.production.yaml", line: 9, path: [] },
            ],
          },
        ],
      },
      { thing: "apps.web", same: 7, differences: [] },
    ],
  });
  expect(text).toBe(
    "apps.api: 1 differs, 3 the same\n  release\n    staging     (not there)\n" +
      "    production  migrate  Pulumi.production.yaml:9\n    why: only production migrates\n\nThe same in both: apps.web.",
  );
});

test("environments that differ in nothing say so", () => {
  expect(renderComparison({ stacks: ["a", "b"], things: [] })).toBe("a and b differ in nothing that is declared.");
});
