import { describe, expect, test } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { open, type Protection } from "../../../src/clouds/github/protection.ts";
import type { Rule } from "../../../src/clouds/github/rulesets.ts";
import { compareSettings } from "../../../src/operations/setup-ci/compare.ts";
import { compareEnvironment } from "../../../src/operations/setup-ci/compare-environment.ts";
import type { Existing } from "../../../src/operations/setup-ci/existing.ts";
import { branchRules, strengthen } from "../../../src/operations/setup-ci/rules.ts";
import type { EnvironmentSetting, Refs, SecretSetting, Setting } from "../../../src/operations/setup-ci/settings.ts";

const repository = "acme/infrastructure";
const ann = { type: "User", id: 1, name: "ann" } as const;
const bob = { type: "User", id: 2, name: "bob" } as const;
const main: Refs = { type: "branch", pattern: "main" };
const releases: Refs = { type: "tag", pattern: "v*" };
const production: EnvironmentSetting = {
  kind: "environment",
  repository,
  name: "acme-production",
  refs: [main, releases],
  approved: true,
};
const preview: EnvironmentSetting = { ...production, name: "acme-preview", refs: [], approved: false };
const listed: Protection = { ...open, refs: "listed" };

function compare(setting: EnvironmentSetting, protection?: Partial<Protection>, refs: Refs[] = [], approvers = [ann]) {
  const policies = refs.map((one, id) => ({ id, ...one }));
  const existing = protection && { protection: { ...open, ...protection }, policies, secrets: [] };
  return compareEnvironment(setting, existing, approvers);
}

describe("an environment", () => {
  test("that is missing is made whole", () => {
    expect(compare(production)).toEqual({
      state: "missing",
      detail: "branch main, tag v*; approved by ann",
      change: {
        kind: "put environment",
        protection: { ...listed, reviewers: [ann], preventSelfReview: true },
        policies: [main, releases],
      },
    });
    expect(compare(preview)).toMatchObject({ state: "missing", detail: "every ref", change: { protection: open } });
    expect(compare(production, undefined, [], []).detail).toContain("approved by nobody: --approvers names who");
  });

  test("without a restriction gets it, and keeps whatever else a person set", () => {
    const own = { waitTimer: 30, canAdminsBypass: false, reviewers: [bob], preventSelfReview: false };
    const { state, change } = compare(production, own);
    expect(state).toBe("differs");
    expect(change).toEqual({
      kind: "put environment",
      protection: { ...own, refs: "listed" },
      policies: [main, releases],
    });
  });

  test("whose run was cut off before its refs were listed gets them", () => {
    const { change } = compare(production, { ...listed, reviewers: [ann] });
    expect(change).toMatchObject({ protection: listed.refs && { refs: "listed" }, policies: [main, releases] });
  });

  test("that nobody has to approve gets who may, and nobody is taken away", () => {
    const { state, detail, change } = compare(production, listed, [main, releases]);
    expect([state, detail]).toEqual(["differs", "adds approved by ann"]);
    expect(change).toMatchObject({ protection: { reviewers: [ann], preventSelfReview: true }, policies: [] });
  });

  const asIs: readonly (readonly [string, EnvironmentSetting, Partial<Protection>, Refs[], string, string])[] = [
    ["as asked for", production, { ...listed, reviewers: [ann] }, [releases, main], "there", ""],
    ["with one more to approve", production, { ...listed, reviewers: [bob, ann] }, [main, releases], "there", ""],
    ["open, as asked for", preview, open, [], "there", ""],
    ["narrower", production, { ...listed, reviewers: [ann] }, [main], "stays", "tag v* may not deploy"],
    [
      "wider",
      production,
      { ...listed, reviewers: [ann] },
      [main, releases, { type: "branch", pattern: "*" }],
      "stays",
      "branch * may deploy too",
    ],
    [
      "for protected branches",
      production,
      { refs: "protected", reviewers: [ann] },
      [],
      "stays",
      "protected branches may deploy, whichever these are",
    ],
    ["approved by others", production, { ...listed, reviewers: [bob] }, [main, releases], "stays", "approved by bob"],
    [
      "restricted where any ref is needed",
      preview,
      listed,
      [main],
      "stays",
      "only some refs may deploy, and a pull request's may not be among them",
    ],
  ];

  test.each(asIs)("%s is left as it is", (_, setting, protection, refs, state, detail) => {
    expect(compare(setting, protection, refs)).toEqual({ state, detail });
  });

  test("that nobody has to approve is said where nobody is named", () => {
    expect(compare(production, listed, [main, releases], [])).toEqual({
      state: "stays",
      detail: "nobody has to approve a run: --approvers names who",
    });
  });
});

describe("rules", () => {
  const desired = branchRules("main", 1, ["acme / stacks"]).rules;
  const checks = (...contexts: string[]): Rule => ({
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: true,
      required_status_checks: contexts.map((context) => ({ context, integration_id: 15 })),
    },
  });
  const checkOf = (rules: readonly Rule[]) =>
    rules.find(({ type }) => type === "required_status_checks")?.parameters?.["required_status_checks"];

  test("that are as strong are the same list", () => {
    expect(strengthen(desired, desired)).toBe(desired);
    const stronger = [
      ...desired.slice(0, 2),
      ...branchRules("main", 3, []).rules.slice(2, 3),
      checks("acme / stacks", "x"),
    ];
    expect(strengthen(stronger, desired)).toBe(stronger);
  });

  test("that are weaker get what they lack, and keep everything of their own", () => {
    const standing: Rule[] = [
      { type: "required_signatures" },
      { type: "pull_request", parameters: { required_approving_review_count: 0, allowed_merge_methods: ["squash"] } },
      checks("test"),
    ];
    const rules = strengthen(standing, desired);
    expect(rules.map(({ type }) => type)).toEqual([
      ...["required_signatures", "pull_request", "required_status_checks", "deletion", "non_fast_forward"],
    ]);
    expect(rules[1]?.parameters).toMatchObject({
      required_approving_review_count: 1,
      allowed_merge_methods: ["squash"],
      dismiss_stale_reviews_on_push: true,
    });
    expect(checkOf(rules)).toEqual([{ context: "test", integration_id: 15 }, { context: "acme / stacks" }]);
  });
});

describe("the settings of a repository", () => {
  const fields = branchRules("main", 0, ["acme / stacks"]);
  const ruleset: Setting = { kind: "ruleset", repository, fields };
  const label: Setting = { kind: "label", repository, name: "Keep", description: "" };
  const secret = (name: string, optional = false): SecretSetting => ({
    ...{ kind: "secret", repository, environment: "acme-preview", name, optional },
    variable: `ACME_PREVIEW_${name}`,
  });
  const nothing: Existing = { environments: new Map(), labels: [], rulesets: [] };
  const having = (...secrets: string[]): Existing => ({
    ...nothing,
    environments: new Map([["acme-preview", { protection: open, policies: [], secrets }]]),
  });
  const stepOf = (setting: Setting, existing: Existing, values: Record<string, string> = {}, asked = false) =>
    compareSettings([setting], existing, { approvers: [], values: new Map(Object.entries(values)), asked })[0];

  test.each([
    [
      "there, whatever its value is",
      secret("NEON_API_KEY"),
      having("NEON_API_KEY"),
      { ACME_PREVIEW_NEON_API_KEY: "x" },
      "there",
    ],
    ["set", secret("NEON_API_KEY"), having(), { ACME_PREVIEW_NEON_API_KEY: "x" }, "missing"],
    ["without a value", secret("NEON_API_KEY"), having(), {}, "no value"],
    ["optional, without a value", secret("AWS_ACCESS_KEY_ID", true), having(), {}, undefined],
    ["of a state that Pulumi Cloud has", secret("PULUMI_BACKEND_URL"), having("PULUMI_ACCESS_TOKEN"), {}, undefined],
    ["of a state of one's own", secret("PULUMI_BACKEND_URL"), having(), {}, "no value"],
  ])("a secret %s", (_, setting, existing, values, state) => {
    expect(stepOf(setting, existing, values)?.state).toBe(state);
  });

  test("a secret that somebody at a terminal can type is asked for", () => {
    expect(stepOf(secret("NEON_API_KEY"), nothing, {}, true)).toMatchObject({ state: "missing", detail: "asked for" });
  });

  test("a label is one whatever its case", () => {
    expect(stepOf(label, { ...nothing, labels: ["keep"] })?.state).toBe("there");
    expect(stepOf(label, nothing)?.state).toBe("missing");
  });

  const standing = { id: 7, name: fields.name, enforcement: "active", include: ["refs/heads/main"], exclude: [] };

  test("a ruleset that is missing is made, one as strong stays, one that a person switched off would be on", () => {
    expect(stepOf(ruleset, nothing)).toMatchObject({
      state: "missing",
      detail: "refs/heads/main; requires acme / stacks",
    });
    const strong = { ...standing, rules: fields.rules };
    expect(stepOf(ruleset, { ...nothing, rulesets: [strong] })).toMatchObject({ state: "there" });
    expect(stepOf(ruleset, { ...nothing, rulesets: [{ ...strong, enforcement: "disabled" }] })).toMatchObject({
      state: "differs",
      detail: "is disabled, and would be active",
      change: { fields: { enforcement: "active", rules: fields.rules } },
    });
  });

  test("a ruleset of the same name that requires more says what, and is left", () => {
    const rules = branchRules("main", 2, ["acme / stacks", "mine"]).rules;
    const other = { ...standing, rules, include: ["~ALL"], exclude: ["refs/heads/wip"] };
    expect(stepOf(ruleset, { ...nothing, rulesets: [other] })).toEqual({
      setting: ruleset,
      state: "stays",
      detail: "also requires mine; leaves out refs/heads/wip",
    });
  });

  test("what cannot be read is not taken for missing, and says how it is made by hand", () => {
    const failure = {
      vendor: "GitHub",
      action: "list the rulesets",
      method: "GET",
      path: "/x",
      status: 403,
      said: "Upgrade",
    } as const;
    const refusal = new CloudError(failure, { fix: "do something" });
    const step = stepOf(ruleset, { ...nothing, rulesets: refusal });
    expect(step).toMatchObject({ state: "not known" });
    expect(step?.change).toBeUndefined();
    expect(step?.problem?.fix).toMatch(
      /^do something; or make it by hand in acme\/infrastructure: Settings → Rules → Rulesets → New branch ruleset for refs\/heads\/main: deletion, .*Pro, Team or Enterprise$/,
    );
    const lost = { ...nothing, environments: new Map([["acme-preview", refusal]]) };
    expect(stepOf(preview, lost)).toMatchObject({ state: "not known" });
    expect(stepOf(secret("NEON_API_KEY"), lost)).toBeUndefined();
  });
});
