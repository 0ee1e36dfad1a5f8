import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { repository } from "../../../sandbox/folder.ts";
import { check } from "../../../src/cli/check.ts";
import { Project } from "../../../src/components/project.ts";
import { compareKept, keptTomls } from "../../../src/documents/fly-toml/kept.ts";
import { type Answers, environments } from "../../../src/operations/init/answers.ts";
import { initFiles } from "../../../src/operations/init/files.ts";
import { readRepository } from "../../../src/operations/init/repository.ts";
import { writeFiles } from "../../../src/operations/init/write.ts";

const usual: Answers = {
  name: "shop",
  repository: "acme/shop",
  fly: { organization: "acme", region: "iad" },
  apps: { api: { port: 8000, health: "/health" }, worker: {} },
  ...{ database: "neon", bucket: false, site: false },
  environments,
};

function folderOf(files: { readonly [file: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), "parity-init-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const problemsOf = (folder: string) =>
  check(folder).flatMap(({ problems }) => problems.map(({ code, severity, what }) => `${severity} ${code}: ${what}`));

describe("what init writes has no problem, and not one warning", () => {
  const kinds = (["neon", "fly", "none"] as const).flatMap((database) =>
    [true, false].flatMap((bucket) => [true, false].map((site) => ({ database, bucket, site }))),
  );
  test.each(kinds)("with database $database, bucket $bucket, site $site", (kind) => {
    const answers = {
      ...usual,
      ...kind,
      environments: kind.database === "fly" ? environments.slice(0, 3) : environments,
    };
    expect(problemsOf(folderOf(initFiles(answers, { source: "^0.2.0" })))).toEqual([]);
  });

  test.each(environments.map((name) => [name]))("with %s alone, or with staging", (name) => {
    const some = name === "review" ? (["staging", name] as const) : [name];
    expect(problemsOf(folderOf(initFiles({ ...usual, environments: some }, { source: "^0.2.0" })))).toEqual([]);
  });

  test("with nothing but a name: what only a person knows is a placeholder, with where it is found", () => {
    const folder = folderOf(
      initFiles(
        { ...usual, repository: undefined, fly: { ...usual.fly, organization: undefined } },
        { source: "^0.2.0" },
      ),
    );
    expect(problemsOf(folder)).toEqual([]);
    expect(check(folder)[0]?.placeholders).toMatchObject({
      repository: expect.any(String),
      "fly.organization": expect.any(String),
    });
  });
});

test("a product folder holds package.json with one dependency, Pulumi.yaml, its stacks and .gitignore", () => {
  const files = initFiles({ ...usual, site: true }, { source: "^0.2.0" });
  expect(Object.keys(files).sort()).toEqual([
    ".gitignore",
    "Pulumi.dev.yaml",
    "Pulumi.production.yaml",
    "Pulumi.review.yaml",
    "Pulumi.shared.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.yaml",
    "package.json",
  ]);
  expect(JSON.parse(files["package.json"] ?? "").dependencies).toEqual({ "@env-parity/parity": "^0.2.0" });
});

test("nothing that is there is written over, but for what every folder has, which is left", () => {
  const folder = folderOf({ ".gitignore": "mine\n", "Pulumi.yaml": "name: mine\n" });
  expect(() => writeFiles(folder, initFiles(usual, { source: "^0.2.0" }))).toThrow("has Pulumi.yaml already");
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "Pulumi.yaml"]);
  const other = folderOf({ ".gitignore": "mine\n" });
  writeFiles(other, initFiles(usual, { source: "^0.2.0" }));
  expect(readFileSync(join(other, ".gitignore"), "utf8")).toBe("mine\n");
});

describe("--from takes a repository as it is", () => {
  const shapes = join(repository, "test/fixtures/fly-toml");
  const toml = (file: string) => (parse(readFileSync(join(shapes, file), "utf8")) as { toml: string }).toml;

  test.each(readdirSync(shapes).map((file) => [file]))("%s becomes an app that its fly.toml agrees with", (file) => {
    const app = folderOf({ "fly.toml": toml(file) });
    const { apps } = readRepository(app, "acme");
    const folder = folderOf(
      initFiles({ ...usual, name: "acme", apps, database: "none", environments: ["production"] }, { source: "^0.2.0" }),
    );
    const errors = check(folder).flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error"));
    // Production without a health check is told, whoever wrote the file.
    const told = file === "unchecked.yaml" ? ["no-health-check"] : [];
    expect(errors.map(({ code }) => code)).toEqual(told);
    if (told.length > 0) return;
    const [kept] = keptTomls(new Project(folder).resolve().blueprints);
    expect(kept && compareKept(kept, readFileSync(join(app, kept.path), "utf8"))).toEqual([]);
  });

  const one = (app: string, more = "") =>
    `app = "${app}"\nprimary_region = "iad"\n${more}[http_service]\ninternal_port = 8080\n[[http_service.checks]]\npath = "/up"\n`;

  test("files of several environments and apps become one app each, whose differences stand where they are", () => {
    const app = folderOf({
      "fly.toml": one("shop", '[deploy]\nrelease_command = "migrate"\n'),
      "fly.staging.toml": one("shop-staging"),
      "apps/web/fly.toml": one("shop-web"),
      "apps/web/fly.staging.toml": one("shop-web-stg", '[[vm]]\nsize = "shared-cpu-2x"\nmemory = "1gb"\n'),
      "node_modules/x/fly.toml": 'app = "theirs"\n',
      "package.json": '{"scripts":{"dev":"vite"}}',
      ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n',
    });
    const found = readRepository(app, "shop");
    expect(found).toMatchObject({ repository: "acme/shop", apps: { app: { command: "npm run dev" }, web: {} } });
    const folder = folderOf(
      initFiles(
        { ...usual, apps: found.apps, database: "none", environments: ["staging", "production"] },
        { source: "^0.2.0" },
      ),
    );
    expect(problemsOf(folder)).toEqual([]);
    const { blueprints } = new Project(folder).resolve();
    expect(blueprints.get("production")?.apps).toMatchObject([
      { name: "shop-web", config: "apps/web/fly.toml" },
      { name: "shop", config: "fly.toml", release: "migrate" },
    ]);
    expect(blueprints.get("staging")?.apps).toMatchObject([
      {
        name: "shop-web-stg",
        config: "apps/web/fly.staging.toml",
        groups: [{ machine: { size: "shared-cpu-2x", memory: 1024 } }],
      },
      { name: "shop-staging", config: "fly.staging.toml" },
    ]);
  });

  test("a file that is not TOML is told with its path", () => {
    expect(() => readRepository(folderOf({ "fly.toml": "app = \n" }), "shop")).toThrow("This file is not TOML");
  });
});

describe("what the clouds and the workflows have said stands in the files", () => {
  const filesFor = (more: Partial<Answers>) =>
    initFiles({ ...usual, fly: { organization: undefined, region: "iad" }, ...more }, { source: "^0.2.0" });

  test("the only account of a vendor is taken, and is not a placeholder", () => {
    const files = filesFor({ accounts: { fly: [{ id: "acme" }], neon: [{ id: "org-acme-12345678", name: "Acme" }] } });
    expect(files["Pulumi.yaml"]).toContain("organization: acme\n");
    expect(files["Pulumi.yaml"]).toContain("organization: org-acme-12345678\n");
    expect(files["Pulumi.yaml"]).not.toContain("fly orgs list");
  });

  test("of several a person chooses, and is told which there are", () => {
    const files = filesFor({ accounts: { neon: [{ id: "org-a", name: "A" }, { id: "org-b" }] } });
    expect(files["Pulumi.yaml"]).toContain("neon.organization: one of org-a (A), org-b");
  });

  test("a Pages project and the triggers of workflows are as they were", () => {
    const files = filesFor({
      site: { project: "shop", output: "web/dist" },
      triggers: { staging: { push: { branches: ["develop"] } } },
    });
    expect(files["Pulumi.yaml"]).toMatch(/project: shop\n[\s\S]*output: web\/dist\n[\s\S]*connected: false/);
    expect(files["Pulumi.staging.yaml"]).toContain("- develop");
    const missing = 'error missing-secret: "CLOUDFLARE_API_TOKEN" has no value.';
    expect(problemsOf(folderOf(files))).toEqual([missing, missing]);
  });
});
