import type { Rule, RulesetFields } from "../../clouds/github/rulesets.ts";

/** Administrators of the repository, as GitHub numbers its roles (terraform-provider-github, `bypass_actors`: admin is 5). */
const ADMIN = 5;

/** Who may make, move and delete the tags that production is brought up from: administrators alone. */
export const releaseRules: RulesetFields = {
  name: "parity: releases",
  target: "tag",
  enforcement: "active",
  conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
  bypass_actors: [{ actor_id: ADMIN, actor_type: "RepositoryRole", bypass_mode: "always" }],
  rules: [{ type: "creation" }, { type: "update" }, { type: "deletion" }],
};

/** What a commit must pass before it is on the branch that is brought up. */
export function branchRules(branch: string, approvals: number, checks: readonly string[]): RulesetFields {
  return {
    name: `parity: ${branch}`,
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    bypass_actors: [],
    rules: [
      { type: "deletion" },
      { type: "non_fast_forward" },
      {
        type: "pull_request",
        parameters: {
          required_approving_review_count: approvals,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_review_thread_resolution: false,
        },
      },
      {
        type: "required_status_checks",
        parameters: {
          // A plan is good while nothing else is merged.
          strict_required_status_checks_policy: true,
          required_status_checks: checks.map((context) => ({ context })),
        },
      },
    ],
  };
}

/**
 * The rules that stand, with what is asked for beside them: never fewer, and none that is held to less. The same list when nothing
 * is to be added.
 */
export function strengthen(standing: readonly Rule[], desired: readonly Rule[]): readonly Rule[] {
  const both = standing.map((rule) => {
    const asked = desired.find(({ type }) => type === rule.type);
    return asked ? strengthenRule(rule, asked) : rule;
  });
  const added = desired.filter(({ type }) => !standing.some((rule) => rule.type === type));
  return added.length > 0 || both.some((rule, i) => rule !== standing[i]) ? [...both, ...added] : standing;
}

function strengthenRule(standing: Rule, { parameters: asked = {} }: Rule): Rule {
  const kept = standing.parameters ?? {};
  const stronger = Object.entries(asked).flatMap(([name, value]): [string, unknown][] => {
    const joined = join(kept[name], value);
    return joined === kept[name] ? [] : [[name, joined]];
  });
  return stronger.length === 0 ? standing : { ...standing, parameters: { ...kept, ...Object.fromEntries(stronger) } };
}

/** The stronger of two: more of a number, yes of a yes or no, all of two lists. */
function join(standing: unknown, asked: unknown): unknown {
  if (typeof asked === "number") return typeof standing === "number" && standing >= asked ? standing : asked;
  if (typeof asked === "boolean") return asked && standing !== true ? true : standing;
  if (!Array.isArray(asked)) return standing ?? asked;
  const list: readonly unknown[] = Array.isArray(standing) ? standing : [];
  const names = new Set(list.map(contextOf));
  const more = asked.filter((one) => !names.has(contextOf(one)));
  return more.length === 0 ? standing : [...list, ...more];
}

/** The name of a required check. */
export function contextOf(check: unknown): string {
  return typeof check === "object" && check !== null && "context" in check ? String(check.context) : "";
}
