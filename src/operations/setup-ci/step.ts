import type { Protection } from "../../clouds/github/protection.ts";
import type { Ruleset, RulesetFields } from "../../clouds/github/rulesets.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Refs, Setting } from "./settings.ts";

/** What becomes of one setting. */
export interface Step {
  readonly setting: Setting;
  /**
   * `there`: as it is asked for. `missing`, `differs`: `change` makes it so. `stays`: a person made it otherwise, and it is left.
   * `no value`: a secret that nobody has given. `not known`: it could not be read.
   */
  readonly state: "there" | "missing" | "differs" | "stays" | "no value" | "not known";
  /** What it will have, what differs, or why it stays. Empty when there is nothing to say. */
  readonly detail: string;
  readonly change?: Change;
  readonly problem?: Problem;
}

export type Change =
  | { readonly kind: "put environment"; readonly protection: Protection; readonly policies: readonly Refs[] }
  | { readonly kind: "put secret" }
  | { readonly kind: "create label" }
  | { readonly kind: "create ruleset" }
  | { readonly kind: "update ruleset"; readonly ruleset: Ruleset; readonly fields: Partial<RulesetFields> };
