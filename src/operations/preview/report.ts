import type { CostRange } from "../../documents/cost.ts";
import type { Action, ResourceChange } from "../engine/change.ts";
import type { NextDeploy } from "./next-deploy.ts";

/** What `parity preview --json` answers: what bringing a stack up would do now. Holds no secret. */
export interface PreviewReport {
  /** Pulumi project: the product. */
  readonly project: string;
  readonly stack: string;
  /** `failed`, `interrupted`: the preview did not come to its end, and `changes` is not all. */
  readonly outcome: "changes" | "no changes" | "failed" | "interrupted";
  readonly counts: Readonly<Record<Action | "unchanged", number>>;
  /** Replacements and deletions first, then what changes, then what is new; by resource within each. */
  readonly changes: readonly ResourceChange[];
  /** What was changed outside Pulumi since the last run, as the refresh saw it. `changes` puts it back. */
  readonly drift: readonly ResourceChange[];
  /** USD a month. `before` is absent when the stack is not up yet, or was by a program that did not say. */
  readonly cost?: { readonly before?: CostRange; readonly after: CostRange };
  /** What the next deployment changes: no resource of the stack says it, and files of the application's repository do. */
  readonly deploys: readonly NextDeploy[];
  /** What was wrong: problems of the config, a cloud's refusal. Empty unless the outcome is `failed`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** `sha256:…` of the plan: the one that was saved, or that an up is held to. */
  readonly plan?: string;
  /** Commit that was previewed, in full. */
  readonly commit?: string;
  /** Where no engine ran: when the run was that everything is as it left it (RFC 3339), and whether the clouds were asked too. */
  readonly compared?: { readonly with: string; readonly clouds: boolean };
}

/** A stack as GitHub's pages name it, such as `plyr/staging`: a repository may hold several products. */
export function fullName({ project, stack }: Pick<PreviewReport, "project" | "stack">): string {
  return `${project}/${stack}`;
}

/** The label of a pull request under which a stack may lose what cannot be made again. */
export function destroyLabel(named: Pick<PreviewReport, "project" | "stack">): string {
  return `parity: may destroy in ${fullName(named)}`;
}
