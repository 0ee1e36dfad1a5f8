import type { WireEnvironment } from "./shapes.ts";

/** What guards an environment. */
export interface Protection {
  /** Minutes. */
  readonly waitTimer: number;
  readonly preventSelfReview: boolean;
  readonly reviewers: readonly Reviewer[];
  readonly canAdminsBypass: boolean;
  /** Whose runs may deploy: every ref's, those of protected branches, or those that a list of patterns names. */
  readonly refs: "any" | "protected" | "listed";
}

export interface Reviewer {
  readonly type: "User" | "Team";
  readonly id: number;
  /** Login of a person, slug of a team. */
  readonly name: string;
}

/** What a new environment has. */
export const open: Protection = {
  waitTimer: 0,
  preventSelfReview: false,
  reviewers: [],
  canAdminsBypass: true,
  refs: "any",
};

export function protectionOf({
  protection_rules,
  deployment_branch_policy,
  can_admins_bypass,
}: WireEnvironment): Protection {
  const rules = protection_rules ?? [];
  const approval = rules.find(({ type }) => type === "required_reviewers");
  return {
    waitTimer: rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
    preventSelfReview: approval?.prevent_self_review ?? false,
    reviewers: (approval?.reviewers ?? []).flatMap(({ type, reviewer }) =>
      type !== "User" && type !== "Team"
        ? []
        : [{ type, id: reviewer.id, name: reviewer.login ?? reviewer.slug ?? "" }],
    ),
    canAdminsBypass: can_admins_bypass ?? true,
    refs: deployment_branch_policy ? (deployment_branch_policy.protected_branches ? "protected" : "listed") : "any",
  };
}

/** The body of a PUT. It states everything: what it leaves out is off. */
export function protectionBody({ waitTimer, preventSelfReview, reviewers, canAdminsBypass, refs }: Protection) {
  return {
    wait_timer: waitTimer,
    prevent_self_review: preventSelfReview,
    reviewers: reviewers.map(({ type, id }) => ({ type, id })),
    deployment_branch_policy:
      refs === "any" ? null : { protected_branches: refs === "protected", custom_branch_policies: refs === "listed" },
    // In the live API and not in its document, which has the body closed (see /docs of the provider, `can_admins_bypass`): said where
    // it is not as a new one has it.
    ...(!canAdminsBypass && { can_admins_bypass: false }),
  };
}
