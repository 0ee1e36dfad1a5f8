import type { Need } from "../config/graph.ts";
import type { Tier } from "../config/schema/environment.ts";
import type { Problem } from "../problem/problem.ts";
import type { Blueprint } from "./blueprint.ts";
import type { Claim } from "./claims.ts";
import type { Lead, Reach, Secrets } from "./endpoints.ts";
import type { Vendor } from "./needs.ts";

/** What a stack is made from, as it was written. */
export interface ConfigSource {
  /** Pulumi project, such as `plyr`. */
  readonly project: string;
  /** Stack, such as `staging`. */
  readonly stack: string;
  /** `<project>:system` of Pulumi.yaml. */
  readonly system: unknown;
  /** `<project>:environment` of Pulumi.<stack>.yaml. */
  readonly environment: unknown;
  /** What kinds of environments the project's stacks are. Default: as their names say. */
  readonly tiers?: ReadonlyMap<string, Tier>;
  /** What a person has set under `<project>:secrets`. Default: it is encrypted, and only known when the stack runs. */
  readonly secrets?: Secrets;
  /** Resolves it as if every secret were kept: what is needed then is little. Default: as `kept` says. */
  readonly keepsAll?: boolean;
}

/** Which of the two objects a problem is about. */
export type Source = "system" | "environment";

export interface Resolution {
  /** Absent when an error was found. */
  readonly blueprint?: Blueprint;
  /** Each problem's path is relative to its source. */
  readonly problems: readonly { readonly source: Source; readonly problem: Problem }[];
  /** What it declares, to be held against other stacks, as far as it is known. */
  readonly claims: readonly Claim[];
  /** What only a person has, as far as it is known. */
  readonly secrets: readonly string[];
  /** What only a person has and only kept values take, and one of those: it goes nowhere. */
  readonly unsent: readonly Need[];
  /** What it reads from other stacks, and by which of its values. */
  readonly needs: readonly Need[];
  /** Paths of the values that stay as their vendor has them. */
  readonly kept: readonly string[];
  /** What to write in place of values that nobody has yet, by path. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Vendors that it has things at, as far as it is known. */
  readonly vendors: readonly Vendor[];
  /** Values that may lead to stateful services, and those that they lead to. */
  readonly leads: readonly Lead[];
  readonly reaches: readonly Reach[];
}
