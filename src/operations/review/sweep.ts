import type { GithubClient } from "../../clouds/github/client.ts";
import type { GithubPull } from "../../clouds/github/pulls.ts";
import { Problem } from "../../problem/problem.ts";
import type { Sources } from "../existing/sources.ts";
import { isOld } from "./expiry.ts";
import { cloudflareLeftovers } from "./leftovers/cloudflare.ts";
import { flyLeftovers } from "./leftovers/fly.ts";
import { githubLeftovers } from "./leftovers/github.ts";
import type { Leftover, Search, Searched } from "./leftovers/leftover.ts";
import { neonLeftovers } from "./leftovers/neon.ts";
import { listReviews } from "./live.ts";
import { findPull } from "./pull.ts";

/** Why an environment goes, or stays. */
export type Reason = "closed" | "old" | "open" | "keep" | "unknown";

/** One thing that a sweep looked at. */
export interface Swept {
  readonly pull: number;
  /** `pr-12`, or what is left without a stack, such as `Fly app shop-pr-12`. */
  readonly what: string;
  readonly reason: Reason;
  readonly goes: boolean;
  /** Absent of a stack. */
  readonly leftover?: Leftover;
}

export interface SweepPlan {
  readonly found: readonly Swept[];
  /** Vendors that could not be asked: what they have is not known. */
  readonly unknown: readonly Problem[];
}

export interface SweepOptions {
  readonly where: Searched;
  readonly github: GithubClient;
  readonly sources: Sources;
  /** Days after which an environment is old, and the label that keeps it. */
  readonly rules: { readonly days: number; readonly keep: string };
  readonly now: Date;
}

const searches: readonly Search[] = [flyLeftovers, neonLeftovers, cloudflareLeftovers, githubLeftovers];

/**
 * What of the environments of pull requests is there, and what of it goes: all of what is closed, and what is older than it may get.
 * A label keeps it. Writes nothing. What exists is listed before the stacks, for an up makes its stack first: what it makes
 * meanwhile is never taken for a leftover.
 */
export async function planSweep({ where, github, sources, rules, now }: SweepOptions): Promise<SweepPlan> {
  const open = new Map((await github.pulls.listOpen()).map((pull) => [pull.number, pull]));
  const unknown: Problem[] = [];
  const leftovers: Leftover[] = [];
  for (const search of searches) {
    try {
      leftovers.push(...(await search.find(where, { ...sources, github })));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unknown.push(error);
    }
  }
  const live = await listReviews(where.folder);
  const pulls = new Map<number, GithubPull | undefined>();
  for (const number of new Set([...live, ...leftovers].map(({ pull }) => pull))) {
    pulls.set(number, open.get(number) ?? (await findPull(github, number)));
  }
  const stacks = new Set(live.map(({ pull }) => pull));
  return {
    unknown,
    found: [
      ...live.map(({ pull, name, lastUpdate }) => {
        const old = isOld(lastUpdate, rules.days, now);
        return swept(pull, name, reasonOf(pulls.get(pull), old, rules.keep));
      }),
      ...leftovers
        .filter(({ pull }) => !stacks.has(pull))
        .map((leftover) => ({
          ...swept(leftover.pull, leftover.what, reasonOf(pulls.get(leftover.pull), false, rules.keep)),
          leftover,
        })),
    ],
  };
}

function swept(pull: number, what: string, reason: Reason): Swept {
  return { pull, what, reason, goes: reason === "closed" || reason === "old" };
}

export function reasonOf(pull: GithubPull | undefined, old: boolean, keep: string): Reason {
  if (!pull) return "unknown";
  if (pull.labels.includes(keep)) return "keep";
  if (!pull.open) return "closed";
  return old ? "old" : "open";
}
