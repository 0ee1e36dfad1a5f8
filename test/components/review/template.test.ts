import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "../../../src/components/project.ts";
import { pullOf } from "../../../src/components/review/template.ts";
import { merge, type Raw } from "../../../src/config/merge.ts";
import { renderPath } from "../../../src/problem/path.ts";
import { acme, settings } from "../../config/acme.ts";
import { productFiles } from "../../stage/product.ts";

/** A template that takes nothing of production's. */
const template: Raw = {
  fly: { organization: "acme-review" },
  cloudflare: { account: "9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b", zones: {} },
  databases: { main: { branch: { of: "staging" } } },
  sites: {
    web: {
      project: "acme${environment.suffix}",
      productionBranch: "main",
      connected: false,
      upload: "elsewhere",
      shared: null,
    },
  },
  differs: { "sites.web": "one set of preview variables serves all branches" },
};

function projectOf(review: Raw, { system = {}, more = {} }: { system?: Raw; more?: { [stack: string]: Raw } } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "parity-template-"));
  const stacks = { ...settings, shared: {}, review: merge(template, review) as Raw, ...more };
  const files = productFiles(
    merge({ ...acme, neon: { ...(acme["neon"] as Raw), plan: "free" } }, system) as Raw,
    stacks,
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return new Project(folder);
}

/** Problems of the template as `path [code]`. */
function codesOf(review: Raw, more: Parameters<typeof projectOf>[1] = {}): string[] {
  const found = projectOf(review, more).resolve().problems.get("review") ?? [];
  return found.map(({ code, path }) => `${renderPath(path).replace(/^acme:environment\.?/, "")} [${code}]`);
}

test("a template that takes nothing of production's is sound, and is not a stack", () => {
  expect(codesOf({})).toEqual([]);
  const project = projectOf({});
  expect(project.stacks.map(({ stack }) => stack)).toEqual(["production", "shared", "staging"]);
  expect(project.resolve().blueprints.get("review")?.template).toMatchObject({
    ...{ limit: 5, days: 7, keep: "review: keep", workflow: ".github/workflows/review-app.yml" },
  });
});

test("a file of that name for an environment of another kind is a stack like any other", () => {
  const project = projectOf({}, { more: { review: { ...settings["staging"], tier: "staging", suffix: "-qa" } } });
  expect(project.template).toBeUndefined();
  expect(project.stacks.map(({ stack }) => stack)).toContain("review");
});

test("the environment of a pull request is as the template says, with its number in every name", () => {
  const environment = projectOf({}).resolveReview(12, "feature/one");
  expect(environment).toMatchObject({
    ...{ stack: "pr-12", tier: "review", suffix: "-pr-12", pull: { branch: "feature/one" } },
    apps: [{ name: "acme-api-pr-12", organization: "acme-review" }],
    databases: [{ name: "acme-pr-12", branch: { of: "staging" } }],
    buckets: [{ name: "acme-media-pr-12" }],
    sites: [{ project: "acme-pr-12", slot: "production" }],
  });
  expect(environment).not.toHaveProperty("pipeline");
  expect(environment).not.toHaveProperty("template");
});

test("the branch of the pull request stands where the template names it", () => {
  const sites = { web: { productionBranch: "main", branch: "${pull.branch}" } };
  expect(projectOf({ sites }).resolveReview(12, "feature/one")?.sites[0]?.branch).toBe("feature/one");
});

test.each<[string, Raw, string]>([
  ["a Fly organization", { fly: { organization: "acme" } }, "fly.organization"],
  ["a Cloudflare account", { cloudflare: { account: "0123456789abcdef0123456789abcdef" } }, "cloudflare.account"],
  [
    "a Neon organization, with a project of its own",
    { databases: { main: { name: "acme${environment.suffix}", branch: null } } },
    "neon.organization",
  ],
  [
    "a database, of which it is a branch",
    { databases: { main: { branch: { of: "production" } } } },
    "databases.main.branch.of",
  ],
])("%s of production's is out of reach", (_, review, path) => {
  expect(codesOf(review)).toEqual([`${path} [review-reaches-production]`]);
});

test("what it shares with production, or is told like production, is out of reach", () => {
  const mail = {
    ...{ name: "acme-mail", port: 25, health: "/", local: { port: 2525, command: "mail" } },
    secrets: { MAIL_KEY: { generate: "hex" } },
    shared: { owner: "shared", reason: "one mail server for all of them" },
  };
  const secrets = { MAIL_KEY: "${apps.mail.secrets.MAIL_KEY}" };
  const found = codesOf({}, { system: { apps: { mail, api: { secrets } } } });
  expect(found).toContain("apps.mail.shared [review-reaches-production]");
  expect(found).toContain(" [review-reaches-production]");
  const differs = {
    ...(template["differs"] as Raw),
    "apps.mail.shared": "the mail server of production is out of reach",
  };
  const own = { ...template, differs, apps: { mail: { name: "acme-mail${environment.suffix}", shared: null } } };
  expect(codesOf({}, { system: { apps: { mail, api: { secrets } } }, more: { review: own } })).toEqual([]);
});

test.each<[string, Raw, Raw, string]>([
  [
    "a name without the number",
    { buckets: { media: { name: "acme-media-review" } } },
    {},
    "buckets.media.name [one-for-all-reviews]",
  ],
  [
    "a name that a number makes too long",
    {},
    { apps: { api: { name: `acme-${"x".repeat(50)}\${environment.suffix}` } } },
    "apps.api.name [fly-app-name]",
  ],
  ["more branches than Neon's plan gives", { review: { limit: 10 } }, {}, "review.limit [neon-plan]"],
  [
    "more branches of a schema alone than it gives",
    { review: { limit: 3 }, databases: { main: { branch: { data: "schema" } } } },
    {},
    "review.limit [neon-plan]",
  ],
  ["protection", { protect: true }, {}, "protect [protected-review]"],
])("%s is told at check", (_, review, system, expected) => {
  expect(codesOf(review, { system })).toContain(expected);
});

test("as many branches as the plan gives are fine", () => {
  expect(codesOf({ review: { limit: 9 } })).toEqual([]);
  expect(codesOf({ review: { limit: 2 }, databases: { main: { branch: { data: "schema" } } } })).toEqual([]);
});

test("more Pages projects than an account has are told", () => {
  const second = {
    docs: {
      ...(acme["sites"] as { web: Raw }).web,
      project: "docs${environment.suffix}",
      branch: "main",
      productionBranch: "main",
      variables: {},
      shared: null,
    },
  };
  const paid = { neon: { plan: "launch" } };
  expect(
    codesOf(
      {
        review: { limit: 60 },
        sites: second,
        differs: { ...(template["differs"] as Raw), "sites.docs": "only here for the test" },
      },
      { system: paid },
    ),
  ).toContain("review.limit [too-many-pages-projects]");
});

test("variables of a Pages project that it does not have are refused, one by one, and may be taken away", () => {
  const shared = {
    sites: {
      web: {
        project: "acme",
        connected: true,
        shared: { owner: "shared", reason: "one Pages project has two slots" },
        branch: "${pull.branch}",
        productionBranch: "production",
      },
    },
  };
  expect(codesOf(shared)).toContain("sites.web.variables.API [shared-preview-variables]");
  const without = { sites: { web: { branch: "${pull.branch}", variables: { API: null } } } };
  const differs = { "sites.web.variables.API": "the previews of all branches see staging's" };
  expect(codesOf({}, { more: { review: { ...template, ...without, differs } } })).toEqual([]);
});

test("ids of the parent take the place of what its stack says", () => {
  const parent = { projectId: "quiet-river-12345678", branchId: "br-calm-leaf-a1b2c3d4" };
  const blueprint = projectOf({ databases: { main: { branch: { of: "staging", parent } } } }).resolveReview(1);
  expect(blueprint?.needs.filter(({ of }) => of === "database")).toEqual([]);
});

test.each([
  ["pr-12", 12],
  ["pr-0", undefined],
  ["pr-12-old", undefined],
  ["staging", undefined],
])("%s is the stack of pull request %s", (stack, pull) => {
  expect(pullOf(stack)).toBe(pull);
});
