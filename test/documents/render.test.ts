import { describe, expect, test } from "vitest";
import type { Blueprint } from "../../src/components/blueprint.ts";
import type { Raw } from "../../src/config/merge.ts";
import { originOf } from "../../src/documents/document.ts";
import { checkDocuments, DocumentsError, renderDocuments } from "../../src/documents/render.ts";
import { renderPath } from "../../src/problem/path.ts";
import { blueprintsOf, type SystemName, systemNames } from "./systems.ts";
import { acme } from "./workflows/read-workflow.ts";

const pathsOf = (blueprints: ReadonlyMap<string, Blueprint>) => renderDocuments(blueprints).map(({ path }) => path);

describe.each(systemNames)("%s", (system) => {
  test("is rendered twice to the same bytes, each path once and each with its mark", () => {
    const documents = renderDocuments(blueprintsOf(system));
    expect(renderDocuments(blueprintsOf(system))).toEqual(documents);
    expect(new Set(documents.map(({ path }) => path)).size).toBe(documents.length);
    const project = [...blueprintsOf(system).values()][0]?.project ?? "";
    for (const { path, text } of documents) expect([path, originOf(text, project)]).toEqual([path, "generated"]);
  });
});

test.each<[SystemName, string[]]>([
  ["plyr", ["fly.toml", "transcoder/fly.toml", ".github/workflows/deploy-transcoder.yml"]],
  ["relay", ["fly.toml", ".github/workflows/deploy-backend.yml", ".github/workflows/deploy-production.yml"]],
  ["live-listen", ["compose.yaml", "apps/api/.env.example", "apps/web/.env.example"]],
  ["reify-studio", ["fly.production.toml", "fly.staging.toml"]],
])("%s has the files that its page names", (system, paths) => {
  expect(pathsOf(blueprintsOf(system))).toEqual(expect.arrayContaining(paths));
});

test("only files of one machine hold what nobody else may read, and only their owner reads them", () => {
  for (const system of systemNames) {
    for (const { path, secret, mode } of renderDocuments(blueprintsOf(system))) {
      const private_ = /(^|\/)\.env(\.(?!example)[\w-]+)?$/.test(path);
      expect([path, secret ?? false, mode]).toEqual([path, private_, private_ ? 0o600 : undefined]);
    }
  }
});

test("no document is rendered from no blueprint", () => {
  expect(renderDocuments(new Map())).toEqual([]);
});

describe("what a document cannot say is a problem", () => {
  const ci = { ci: ".github/workflows/ci.yml", checks: { test: "npm test" } };
  const waiting = (name: string) => ({ deploy: { on: { workflow: { name, branches: ["main"] } } } });
  const site = { sites: { web: { branch: "production" } } };
  const release = (tags: string[]) => ({ ...site, deploy: { on: { release: { tags } } } });
  const api = (config: string) => ({ apps: { api: { config } } });

  test.each<[string, Parameters<typeof acme>[0], string[]]>([
    [
      "a value that is only known later",
      { system: { apps: { api: { variables: { WEB: "${sites.web.subdomain}" } } } } },
      [
        "Pulumi.production.yaml apps.api.variables.WEB [late-in-document]",
        "Pulumi.staging.yaml apps.api.variables.WEB [late-in-document]",
      ],
    ],
    [
      "a pattern that no expression matches",
      { production: release(["v*", "v[0-9]+"]) },
      ["Pulumi.production.yaml deploy.on.release.tags [uncheckable-pattern]"],
    ],
    [
      "a check named like a job of the deployment",
      { system: { pipeline: { checks: { "deploy-api": "true", prepare: "true", fine: "true" } } } },
      [
        "Pulumi.production.yaml pipeline.checks.deploy-api [job-name-taken]",
        "Pulumi.production.yaml pipeline.checks.prepare [job-name-taken]",
        "Pulumi.staging.yaml pipeline.checks.deploy-api [job-name-taken]",
        "Pulumi.staging.yaml pipeline.checks.prepare [job-name-taken]",
      ],
    ],
    [
      "one CI workflow under two names",
      { system: { pipeline: ci }, production: { ...site, ...waiting("CI") }, staging: waiting("Tests") },
      ["Pulumi.staging.yaml deploy.on.workflow.name [ci-name]"],
    ],
    [
      "a CI workflow without a job",
      { system: { pipeline: { ci: ci.ci } }, staging: waiting("CI") },
      ["Pulumi.staging.yaml pipeline.checks [ci-without-checks]"],
    ],
    [
      "a path out of the repository",
      { staging: api("../fly.toml") },
      ["Pulumi.staging.yaml apps.api.config [document-path]"],
    ],
    [
      "a path with letters that a shell reads otherwise",
      { staging: api("fly $(id).toml") },
      ["Pulumi.staging.yaml apps.api.config [document-path]"],
    ],
    ["an absolute path", { staging: api("/etc/fly.toml") }, ["Pulumi.staging.yaml apps.api.config [document-path]"]],
    [
      "a workflow where GitHub does not look",
      { staging: { deploy: { on: { manual: true }, workflow: "deploy.yml" } } },
      ["Pulumi.staging.yaml deploy.workflow [document-path]"],
    ],
    ["one path for two files", { system: api("fly.toml") }, ["Pulumi.staging.yaml apps.api.config [document-twice]"]],
  ])("%s", (_, changes, expected) => {
    const problems = checkDocuments(acme(changes));
    expect(problems.map(({ where, code }) => `${where?.file} ${renderPath(where?.path ?? [])} [${code}]`)).toEqual(
      expected,
    );
    expect(() => renderDocuments(acme(changes))).toThrow(DocumentsError);
  });

  test("both claims on a path are named", () => {
    const shared = { on: { push: { branches: ["main"] } }, workflow: ".github/workflows/deploy.yml" } satisfies Raw;
    const changes = { staging: { deploy: shared }, production: { ...site, deploy: shared } };
    expect(() => renderDocuments(acme(changes))).toThrow(
      '".github/workflows/deploy.yml" would be two different files: one for deploy.workflow of production, one for deploy.workflow of staging.',
    );
  });

  test("nothing is wrong with the five systems", () => {
    for (const system of systemNames) expect(checkDocuments(blueprintsOf(system))).toEqual([]);
  });
});
