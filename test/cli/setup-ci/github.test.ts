import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { digest } from "../../../sandbox/clouds/core/digest.ts";
import type { SetupCiCommand } from "../../../src/cli/setup-ci/options.ts";
import { askValues } from "../../../src/cli/setup-ci/secret-questions.ts";
import { runSetupCi } from "../../../src/cli/setup-ci/setup-ci.ts";
import { type EmulatedGithub, emulateGithub, token } from "../../clouds/github/emulated-github.ts";
import { api, productFiles } from "../../stage/product.ts";
import { folderWith, run } from "../command.ts";

const apps = { api: { ...api, name: "acme-api${environment.suffix}" } };
const files = productFiles(
  { apps, repository: "plyr-fm/plyr" },
  { staging: { deploy: { on: { push: { branches: ["main"] } } } }, production: { deploy: { on: { release: {} } } } },
);
const canary = "canary-of-a-passphrase";
const values = {
  ACME_PREVIEW_FLY_API_TOKEN: "canary-of-fly",
  ACME_PREVIEW_PULUMI_CONFIG_PASSPHRASE: canary,
  ACME_PRODUCTION_PULUMI_CONFIG_PASSPHRASE: "canary-of-another",
};

async function stage(env: NodeJS.ProcessEnv = {}) {
  const github = await emulateGithub();
  const root = folderWith(files);
  const setUp = (options: Partial<SetupCiCommand> = {}) =>
    run(() =>
      runSetupCi(
        { root, branch: "main", approvals: 0, repository: "plyr-fm/plyr", ...options },
        { GH_TOKEN: token, GITHUB_API_URL: github.apiUrl, ...env },
      ),
    );
  return { github, root, setUp };
}

const writesOf = ({ journal }: EmulatedGithub) => journal.read().filter(({ method }) => method !== "GET");

describe("parity setup-ci", () => {
  test("shows everything and writes nothing with --dry-run", async () => {
    const { github, root, setUp } = await stage();
    const { code, out } = await setUp({ dryRun: true });
    expect(code).toBe(0);
    for (const line of [
      "  missing    .github/workflows/parity-up.yml",
      "  missing    environment acme-preview: every ref",
      "  missing    environment acme-preview-production: branch main, tag v*",
      "  missing    environment acme-production: branch main, tag v*; approved by nobody: --approvers names who",
      "  no value   secret FLY_API_TOKEN of acme-preview: set ACME_PREVIEW_FLY_API_TOKEN",
      '  missing    label "parity: may destroy in acme/staging"',
      '  missing    ruleset "parity: main": refs/heads/main; requires acme / stacks, acme / preview (staging)',
    ]) {
      expect(out).toContain(`${line}\n`);
    }
    expect(out).toMatch(/\nNothing was changed\.\n$/);
    expect(writesOf(github)).toEqual([]);
    expect(readdirSync(root)).not.toContain(".github");
  });

  test("makes everything once, and finds nothing to do the second time", async () => {
    const { github, root, setUp } = await stage(values);
    const first = await setUp({ yes: true, approvers: "plyr-fm" });
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/6 workflows written, \d+ settings made\.\n$/) });
    expect(readFileSync(join(root, ".github/workflows/up.yml"), "utf8")).toContain("acme");
    const { environments, labels, rulesets } = github.repo;
    const of = (name: string) => environments.find((one) => one.name === name);
    expect(environments.map(({ name }) => name)).toEqual([
      ...["acme-preview", "acme-preview-production", "acme-staging", "acme-production"],
    ]);
    expect(of("acme-preview")?.protection.deployment_branch_policy).toBeNull();
    expect(of("acme-preview-production")?.branchPolicies).toMatchObject([
      { type: "branch", name: "main" },
      { type: "tag", name: "v*" },
    ]);
    expect(of("acme-production")?.protection).toMatchObject({
      prevent_self_review: true,
      reviewers: [{ type: "User" }],
    });
    expect(of("acme-preview")?.secrets["PULUMI_CONFIG_PASSPHRASE"]?.sha256).toBe(digest(canary));
    expect(of("acme-preview-production")?.secrets).toEqual({});
    expect(labels).toHaveLength(2);
    expect(rulesets?.map(({ fields }) => fields["name"])).toEqual(["parity: releases", "parity: main"]);

    const before = writesOf(github).length;
    const second = await setUp({ yes: true, approvers: "plyr-fm" });
    expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/\nNothing was changed\.\n$/) });
    expect(second.out).not.toMatch(/^ {2}(missing|differs)/m);
    expect(writesOf(github)).toHaveLength(before);
    const said = JSON.stringify([first, second, github.journal.read(), github.state]);
    for (const value of Object.values(values)) expect(said).not.toContain(value);
  });

  test("leaves what a person has made stricter, and says so", async () => {
    const { github, setUp } = await stage();
    await github.send("PUT", "/environments/acme-production", {
      wait_timer: 60,
      reviewers: [{ type: "User", id: 99 }],
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    });
    const policies = "/environments/acme-production/deployment-branch-policies";
    await github.send("POST", policies, { name: "release/*", type: "branch" });
    const before = structuredClone(github.repo.environments[0]);
    const { out } = await setUp({ yes: true, approvers: "plyr-fm" });
    expect(out).toContain(
      "  stays      environment acme-production: branch main may not deploy; tag v* may not deploy; branch release/* may deploy too; approved by user-99\n",
    );
    expect(github.repo.environments[0]).toEqual(before);
  });

  test("without a terminal does nothing unless somebody has said --yes", async () => {
    const { github, root, setUp } = await stage();
    await expect(setUp()).rejects.toThrow("nobody sits at a terminal to agree to this");
    expect(writesOf(github)).toEqual([]);
    expect(readdirSync(root)).not.toContain(".github");
  });

  test("refuses one passphrase for production and for what a pushed branch can read", async () => {
    const { github, setUp } = await stage({ ...values, ACME_PRODUCTION_PULUMI_CONFIG_PASSPHRASE: canary });
    await expect(setUp({ yes: true })).rejects.toThrow(
      "ACME_PRODUCTION_PULUMI_CONFIG_PASSPHRASE and ACME_PREVIEW_PULUMI_CONFIG_PASSPHRASE are the same.",
    );
    expect(writesOf(github)).toEqual([]);
  });

  test("goes on after a refusal, leaves what needs what was refused, and says what to do by hand", async () => {
    const { github, setUp } = await stage(values);
    github.faults.push({ operation: "github.putEnvironment", kind: "refuse", status: 422, times: 1 });
    github.faults.push({ operation: "github.createRuleset", kind: "refuse", status: 403, times: 1 });
    const { code, out } = await setUp({ yes: true });
    expect(code).toBe(1);
    expect(out).toContain("  refused    environment acme-preview\n  left       secret FLY_API_TOKEN of acme-preview\n");
    expect(out).toMatch(
      /make it by hand in plyr-fm\/plyr: Settings → Environments → New environment: acme-preview\. In a private/,
    );
    expect(out).toMatch(
      /New tag ruleset for refs\/tags\/v\*: creation, update, deletion\. In a private repository rulesets take/,
    );
    expect(github.repo.environments.map(({ name }) => name)).toContain("acme-production");
    expect(github.repo.rulesets).toHaveLength(1);
    expect((await setUp({ yes: true })).code).toBe(0);
    expect(github.repo.rulesets).toHaveLength(2);
  });

  test.each(["github.putEnvironment", "github.putEnvironmentSecret", "github.createLabel", "github.createRuleset"])(
    "notices that GitHub dropped what it accepted at %s, and the next run makes it",
    async (operation) => {
      const { github, setUp } = await stage(values);
      github.faults.push({ operation, kind: "drop", times: 1 });
      const { code, out } = await setUp({ yes: true });
      expect([code, out]).toEqual([1, expect.stringMatching(/change-not-taken|refused/)]);
      expect((await setUp({ yes: true })).code).toBe(0);
      expect((await setUp({ yes: true })).out).toMatch(/\nNothing was changed\.\n$/);
    },
  );

  test("lists a ref again that GitHub dropped, and says so when it is dropped for good", async () => {
    const { github, setUp } = await stage();
    github.faults.push({ operation: "github.createBranchPolicy", kind: "drop", times: 1 });
    expect((await setUp({ yes: true })).code).toBe(0);
    const listed = await github.connect().deploymentPolicies.list("acme-preview-production");
    expect(listed?.map(({ pattern }) => pattern).sort()).toEqual(["main", "v*"]);
    const other = await stage();
    other.github.faults.push({ operation: "github.createBranchPolicy", kind: "drop", times: 9 });
    const { code, out } = await other.setUp({ yes: true });
    expect([code, out]).toEqual([
      1,
      expect.stringContaining("may deploy to acme-preview-production, and does not list it"),
    ]);
  });

  test("does not take what it cannot read for missing", async () => {
    const { github, setUp } = await stage();
    github.faults.push({ operation: "github.listRulesets", kind: "refuse", status: 403, times: 1 });
    const { code, out } = await setUp({ dryRun: true });
    expect(code).toBe(1);
    expect(out).toContain('  not known  ruleset "parity: main"');
  });

  test("answers as JSON, and names who is not at GitHub", async () => {
    const { setUp } = await stage();
    const { out } = await setUp({ dryRun: true, json: true });
    expect(JSON.parse(out)).toMatchObject({
      files: expect.arrayContaining([{ path: ".github/workflows/up.yml", state: "missing" }]),
      settings: expect.arrayContaining([
        { repository: "plyr-fm/plyr", what: "environment acme-preview", state: "missing", detail: "every ref" },
      ]),
      problems: [],
    });
    await expect(setUp({ dryRun: true, approvers: "nobody" })).rejects.toThrow(
      'There is no account "nobody" at GitHub.',
    );
  });
});

test("a value that is typed is shown nowhere, and an empty answer leaves the secret", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const secret = (name: string) => ({
    ...({ kind: "secret", repository: "acme/acme", environment: "acme-preview", optional: false } as const),
    ...{ name, variable: `ACME_PREVIEW_${name}` },
  });
  const answered = askValues([secret("NEON_API_KEY"), secret("FLY_API_TOKEN")], { input, output });
  input.write(`${canary}\n`);
  setTimeout(() => input.write("\n"), 50);
  expect(await answered).toEqual(new Map([["ACME_PREVIEW_NEON_API_KEY", canary]]));
  const shown = String(output.read());
  expect(shown).toContain("NEON_API_KEY of acme-preview (not shown; nothing leaves it out): ");
  expect(shown).not.toContain(canary);
});
